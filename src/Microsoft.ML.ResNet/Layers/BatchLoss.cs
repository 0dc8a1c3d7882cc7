namespace Microsoft.ML.ResNet;

/// <summary>Loss and accuracy over some images, as sums.</summary>
/// <param name="LossSum">Sum of the images' cross-entropies, in nats.</param>
/// <param name="Correct">How many were classified correctly.</param>
internal readonly record struct BatchLoss(double LossSum, long Correct)
{
    public static BatchLoss operator +(BatchLoss a, BatchLoss b) => new(a.LossSum + b.LossSum, a.Correct + b.Correct);
}
