using System.Collections;

namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>Images with labels, wherever they lie: as a data view with the columns Name, Label and Image.</summary>
internal sealed record LabeledImages(ImageContainer Container, IReadOnlyList<LabeledImage> Images, bool IsMultiLabel)
{
    public int Count => Images.Count;

    /// <summary>Is called for every image that has been read, on any thread.</summary>
    public Action OnRead { get; init; } = () => { };

    public IEnumerable<string> Classes =>
        Images.SelectMany(image => image.Labels).Distinct().Order(StringComparer.Ordinal);

    public IDataView ToDataView(MLContext ml) => IsMultiLabel
        ? ml.Data.LoadFromEnumerable(new Rows<LabeledRow>(this, (image, read) => new(image.Name, image.Labels, read)))
        : ml.Data.LoadFromEnumerable(new Rows<ImageRow>(this, (image, read) => new(image.Name, image.Labels[0], read)));

    /// <summary>At most so many, from all of a set that may be in the order of its classes.</summary>
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
