using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace FineTuning;

/// <summary>The images of the classes that a network learns first, and of those that it is to learn then.</summary>
/// <param name="Known">Images of the first half of the classes, by name.</param>
/// <param name="New">Images of the other half, a few of each class to train on.</param>
internal sealed record ClassHalves(ImageSets Known, ImageSets New)
{
    /// <param name="images">The images of all classes.</param>
    /// <param name="imagesPerClass">The most images of a new class to train on.</param>
    /// <param name="seed">Chooses them.</param>
    /// <exception cref="UserException">There are too few classes.</exception>
    public static ClassHalves Of(ImageSets images, int imagesPerClass, int seed)
    {
        string[] classes = [.. images.Train.Select(image => image.Label).Distinct().Order(StringComparer.Ordinal)];
        if (classes.Length < 4)
        {
            throw new UserException(
                $"There are {classes.Length} classes; two are needed to learn first, and two to learn then.");
        }
        string[] known = classes[..(classes.Length / 2)], others = classes[known.Length..];
        return new(
            new(Of(images.Train, known), Of(images.Test, known), images.IgnoredFiles),
            new(Few(Of(images.Train, others), imagesPerClass, seed), Of(images.Test, others), images.IgnoredFiles));
    }

    private static ImageFile[] Of(IEnumerable<ImageFile> images, string[] classes) =>
        [.. images.Where(image => classes.Contains(image.Label))];

    private static ImageFile[] Few(ImageFile[] images, int perClass, int seed)
    {
        var random = new Random(seed);
        random.Shuffle(images);
        return [.. images.GroupBy(image => image.Label).SelectMany(group => group.Take(perClass))];
    }
}
