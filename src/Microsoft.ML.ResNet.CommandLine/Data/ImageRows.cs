using System.Collections;

namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>
/// The images of a list, one class each, as rows of an ML.NET data view. ML.NET may enumerate them several times, and
/// from several threads.
/// </summary>
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

/// <summary>A row with one class. The file is read whenever a pipeline gets <see cref="Image"/>; nothing is kept.</summary>
internal sealed class ImageRow(string name, string label, Func<string, byte[]> read)
{
    public string Name { get; } = name;

    public string Label { get; } = label;

    public byte[] Image => read(Name);
}

/// <summary>Like <see cref="ImageRow"/>, with any number of labels.</summary>
internal sealed class LabeledRow(string name, string[] labels, Func<string, byte[]> read)
{
    public string Name { get; } = name;

    public string[] Label { get; } = labels;

    public byte[] Image => read(Name);
}
