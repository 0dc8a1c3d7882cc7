using System.Collections;

namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>The images of a set as rows for ML.NET, which may go through them several times, and in parallel.</summary>
internal sealed class ImageRows(ImageContainer container, IReadOnlyList<ImageFile> images) : IEnumerable<ImageRow>
{
    public IEnumerator<ImageRow> GetEnumerator()
    {
        using IImageReader reader = container.OpenReader();
        foreach (ImageFile image in images)
            yield return new ImageRow(image.Name, image.Label, reader.Read);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
