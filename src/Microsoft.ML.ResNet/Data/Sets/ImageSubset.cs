namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// Some rows of a dataset, such as those to train or to validate on. It owns nothing: several subsets can share one
/// pixel store.
/// </summary>
/// <param name="Pixels">The pixel store.</param>
/// <param name="Labels">The labels of every image of the store.</param>
/// <param name="Rows">Indices of the store's images that belong to this subset.</param>
internal sealed record ImageSubset(PixelStore Pixels, ImageLabels Labels, ReadOnlyMemory<long> Rows)
{
    /// <summary>
    /// The training weight of every image of the store, with mean 1 over the rows; empty if all are equal.
    /// </summary>
    public ReadOnlyMemory<float> Weights { get; init; }

    /// <summary>
    /// For multi-label data: the weight of every label's positive examples relative to its negative ones; empty if all
    /// are 1.
    /// </summary>
    public ReadOnlyMemory<float> LabelWeights { get; init; }

    /// <summary>Number of images of every class, or with every label.</summary>
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
