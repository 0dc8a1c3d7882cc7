using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Loss and correct predictions, summed over images.</summary>
/// <param name="LossSum">Sum of the images' cross-entropies, in nats.</param>
/// <param name="Correct">
/// Number of images classified correctly; for multi-label data, images with every label right.
/// </param>
/// <param name="Labels">For multi-label data, counts of right and wrong labels.</param>
internal readonly record struct BatchLoss(double LossSum, long Correct, LabelCounts? Labels = null)
{
    public static BatchLoss operator +(BatchLoss a, BatchLoss b) => new(
        a.LossSum + b.LossSum, a.Correct + b.Correct,
        a.Labels is null ? b.Labels : b.Labels is null ? a.Labels : a.Labels + b.Labels);
}
