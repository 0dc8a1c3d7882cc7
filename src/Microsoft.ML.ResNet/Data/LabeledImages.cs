namespace Microsoft.ML.ResNet;

/// <summary>
/// A set of labelled images over a pixel store; several sets (training and validation) may share one store.
/// </summary>
/// <param name="Pixels">The images.</param>
/// <param name="Labels">The 0-based class of every image of the store.</param>
/// <param name="Rows">The images of the store that belong to this set.</param>
internal sealed record LabeledImages(PixelStore Pixels, ReadOnlyMemory<int> Labels, ReadOnlyMemory<long> Rows)
{
    /// <summary>
    /// How much every image of the store counts in training, of mean 1 over the rows; empty if all count the same.
    /// </summary>
    public ReadOnlyMemory<float> Weights { get; init; }

    /// <summary>Images of every class.</summary>
    public long[] CountByClass(int classes)
    {
        var counts = new long[classes];
        foreach (long row in Rows.Span)
            counts[Labels.Span[checked((int)row)]]++;
        return counts;
    }
}
