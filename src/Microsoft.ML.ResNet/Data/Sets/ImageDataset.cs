namespace Microsoft.ML.ResNet.Data;

/// <summary>The images, labels and weights of a data view, read and decoded once. Owns the pixels.</summary>
/// <remarks>
/// Five types hold images, from the cursor to the network. An <see cref="ImageChunk"/> has the few images that are being
/// read and decoded; <see cref="LabeledChunk"/> adds their labels. A <see cref="PixelStore"/> keeps the pixels of all
/// images. An <see cref="ImageDataset"/> is a pixel store with labels, weights and the number of skipped rows. An
/// <see cref="ImageSubset"/> refers to some rows of a dataset, such as the training or the validation set. A
/// <see cref="Interop.PixelBuffer"/> is borrowed memory with images, for one native call.
/// </remarks>
internal sealed class ImageDataset(
    PixelStore pixels, ImageLabels labels, float[]? weights, long rows, long badImages, long missingLabels)
    : IDisposable
{
    public PixelStore Pixels { get; } = pixels;

    /// <summary>The labels of every image.</summary>
    public ImageLabels Labels { get; } = labels;

    /// <summary>The example weight of every image, at least 0; null if there is no weight column.</summary>
    public float[]? Weights { get; } = weights;

    /// <summary>Number of rows of the data view.</summary>
    public long Rows { get; } = rows;

    /// <summary>Number of rows skipped because their image could not be decoded.</summary>
    public long BadImages { get; } = badImages;

    /// <summary>Number of rows skipped because they have no label.</summary>
    public long MissingLabels { get; } = missingLabels;

    /// <summary>Number of images whose pixels are all equal.</summary>
    public long UniformImages { get; init; }

    public ImageSubset All => Select(Enumerable.Range(0, Labels.Length).Select(i => (long)i).ToArray());

    public ImageSubset Select(long[] rows) => new(Pixels, Labels, rows);

    /// <summary>Number of images of every class, or with every label.</summary>
    public long[] CountByClass(int classes) => All.CountByClass(classes);

    public void Dispose() => Pixels.Dispose();
}
