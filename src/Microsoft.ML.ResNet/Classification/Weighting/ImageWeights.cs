using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>The weight of every image of a training set: that of its class times that of its row.</summary>
internal static class ImageWeights
{
    /// <param name="labels">The labels of every image of the store.</param>
    /// <param name="rows">The training images.</param>
    /// <param name="ofRows">A weight for every image of the store, or null.</param>
    /// <param name="ofClasses">A weight for every class, or null.</param>
    /// <returns>A weight for every image of the store, of mean 1 over the rows; empty if all are 1.</returns>
    /// <exception cref="ArgumentException">No row has a weight above 0.</exception>
    public static ReadOnlyMemory<float> Of(
        ImageLabels labels, ReadOnlySpan<long> rows, float[]? ofRows, float[]? ofClasses)
    {
        if (ofRows is null && ofClasses is null)
            return default;
        var weights = new float[labels.Length];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (ofRows?[i] ?? 1) * (ofClasses?[labels.GetClass(i)] ?? 1);
        double sum = 0;
        foreach (long row in rows)
            sum += weights[row];
        if (!(sum > 0 && double.IsFinite(sum)))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The weights of the training images sum to {sum}; some must be above 0, and none too large for a Single."));
        }
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)(weights[i] * (rows.Length / sum));
        return weights;
    }
}
