namespace Microsoft.ML.ResNet.Data;

/// <summary>What reading a data view gave.</summary>
internal sealed class ImageDataset(
    PixelStore pixels, ImageLabels labels, float[]? weights, long rows, long badImages, long missingLabels)
    : IDisposable
{
    public PixelStore Pixels { get; } = pixels;

    /// <summary>The labels of every image.</summary>
    public ImageLabels Labels { get; } = labels;

    /// <summary>How much every image counts, at least 0; null if there is no such column.</summary>
    public float[]? Weights { get; } = weights;

    /// <summary>Rows of the data view.</summary>
    public long Rows { get; } = rows;

    /// <summary>Rows left out because their image could not be decoded.</summary>
    public long BadImages { get; } = badImages;

    /// <summary>Rows left out because they have no label.</summary>
    public long MissingLabels { get; } = missingLabels;

    public ImageSubset All => Select(Enumerable.Range(0, Labels.Length).Select(i => (long)i).ToArray());

    public ImageSubset Select(long[] rows) => new(Pixels, Labels, rows);

    /// <summary>Images of every class.</summary>
    public long[] CountByClass(int classes) => All.CountByClass(classes);

    public void Dispose() => Pixels.Dispose();
}
