using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace FineTuning;

/// <summary>The images of the classes that a network is pretrained on, and of those that it is fine-tuned to.</summary>
/// <param name="Known">Images of the first half of the classes, in order of name.</param>
/// <param name="New">Images of the other half, with few training images per class.</param>
internal sealed record ClassHalves(ImageSplit Known, ImageSplit New)
{
    /// <param name="images">The images of all classes.</param>
    /// <param name="imagesPerClass">Maximum number of training images of each new class.</param>
    /// <param name="seed">Determines which training images are chosen.</param>
    /// <exception cref="UserException">There are fewer than four classes.</exception>
    public static ClassHalves Create(ImageSplit images, int imagesPerClass, int seed)
    {
        string[] classes = [.. images.Train.Select(image => image.Label).Distinct().Order(StringComparer.Ordinal)];
        if (classes.Length < 4)
        {
            throw new UserException(
                $"There are {classes.Length} classes; at least four are needed, two for each half.");
        }
        string[] known = classes[..(classes.Length / 2)], others = classes[known.Length..];
        return new(
            new(OfClasses(images.Train, known), [], OfClasses(images.Evaluation, known), images.Ignored),
            new(Few(OfClasses(images.Train, others), imagesPerClass, seed), [], OfClasses(images.Evaluation, others), images.Ignored));
    }

    private static ImageFile[] OfClasses(IEnumerable<ImageFile> images, string[] classes) =>
        [.. images.Where(image => classes.Contains(image.Label))];

    private static ImageFile[] Few(ImageFile[] images, int perClass, int seed)
    {
        var random = new Random(seed);
        random.Shuffle(images);
        return [.. images.GroupBy(image => image.Label).SelectMany(group => group.Take(perClass))];
    }
}
