namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// A set of labelled images over a pixel store; several sets (training and validation) may share one store.
/// </summary>
/// <param name="Pixels">The images.</param>
/// <param name="Labels">The labels of every image of the store.</param>
/// <param name="Rows">The images of the store that belong to this set.</param>
internal sealed record ImageSubset(PixelStore Pixels, ImageLabels Labels, ReadOnlyMemory<long> Rows)
{
    /// <summary>
    /// How much every image of the store counts in training, of mean 1 over the rows; empty if all count the same.
    /// </summary>
    public ReadOnlyMemory<float> Weights { get; init; }

    /// <summary>
    /// With sets of labels: how much it counts that a label applies, beside that it does not; empty if they count the
    /// same.
    /// </summary>
    public ReadOnlyMemory<float> LabelWeights { get; init; }

    /// <summary>Images of every class, or with every label.</summary>
    public long[] CountByClass(int classes)
    {
        var counts = new long[classes];
        foreach (long row in Rows.Span)
        {
            foreach (int label in Labels.GetLabels(row))
                counts[label]++;
        }
        return counts;
    }
}
