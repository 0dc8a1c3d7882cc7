using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Loss and accuracy over some images, as sums.</summary>
/// <param name="LossSum">Sum of the images' cross-entropies, in nats.</param>
/// <param name="Correct">
/// How many were classified correctly; with sets of labels, of how many no label is wrong.
/// </param>
/// <param name="Labels">With sets of labels, right and wrong ones.</param>
internal readonly record struct BatchLoss(double LossSum, long Correct, LabelCounts? Labels = null)
{
    public static BatchLoss operator +(BatchLoss a, BatchLoss b) => new(
        a.LossSum + b.LossSum, a.Correct + b.Correct,
        a.Labels is null ? b.Labels : b.Labels is null ? a.Labels : a.Labels + b.Labels);
}
