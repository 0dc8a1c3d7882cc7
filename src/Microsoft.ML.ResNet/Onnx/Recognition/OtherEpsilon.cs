using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// From a batch normalization with another epsilon to one of ours that computes the same: gamma / sqrt(variance +
/// epsilon) stays, as far as possible by the variance alone.
/// </summary>
internal static class OtherEpsilon
{
    public static float[] Variance(float[] variance, float epsilon)
    {
        if (epsilon == BatchNormalization.Epsilon)
            return variance;
        return
        [
            .. variance.Select(value => value < 0
                ? value // rejected later, with its own message
                : (float)Math.Max(0, (double)value + epsilon - BatchNormalization.Epsilon)),
        ];
    }

    // Where the variance cannot become small enough, the scale grows.
    public static float[] Gamma(float[] gamma, float[] variance, float epsilon)
    {
        if (epsilon == BatchNormalization.Epsilon)
            return gamma;
        return
        [
            .. gamma.Select((value, i) => variance[i] < 0 || (double)variance[i] + epsilon >= BatchNormalization.Epsilon
                ? value
                : (float)(value * Math.Sqrt(BatchNormalization.Epsilon / ((double)variance[i] + epsilon)))),
        ];
    }
}
