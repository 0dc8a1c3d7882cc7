using System.Collections;

namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>An image file of a container and its labels: exactly one where each image has one class.</summary>
internal sealed record LabeledImage(string Name, string[] Labels);

/// <summary>Labeled images of a container, loaded as a data view with the columns Name, Label and Image.</summary>
internal sealed record LabeledImages(ImageContainer Container, IReadOnlyList<LabeledImage> Images, bool IsMultiLabel)
{
    public int Count => Images.Count;

    /// <summary>Called after each image is read, on any thread.</summary>
    public Action OnRead { get; init; } = () => { };

    public IEnumerable<string> Classes =>
        Images.SelectMany(image => image.Labels).Distinct().Order(StringComparer.Ordinal);

    public IDataView ToDataView(MLContext ml) => IsMultiLabel
        ? ml.Data.LoadFromEnumerable(new Rows<LabeledRow>(this, (image, read) => new(image.Name, image.Labels, read)))
        : ml.Data.LoadFromEnumerable(new Rows<ImageRow>(this, (image, read) => new(image.Name, image.Labels[0], read)));

    /// <summary>About <paramref name="count"/> images at regular intervals, since sets are often sorted by class.</summary>
    public LabeledImages Sample(int count)
    {
        int step = Math.Max(1, Count / count);
        return this with { Images = [.. Images.Where((_, i) => i % step == 0)] };
    }

    private sealed class Rows<T>(
        LabeledImages images, Func<LabeledImage, Func<string, byte[]>, T> create) : IEnumerable<T>
    {
        public IEnumerator<T> GetEnumerator()
        {
            using IImageReader reader = images.Container.OpenReader();
            foreach (LabeledImage image in images.Images)
            {
                yield return create(image, reader.Read);
                images.OnRead();
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
