namespace Microsoft.ML.ResNet.Network;

/// <summary>Batch normalization with fixed moments as an affine map per channel: y = scale * x + shift.</summary>
internal readonly record struct ChannelAffine(float[] Scale, float[] Shift)
{
    /// <summary>
    /// scale = gamma / sqrt(variance + epsilon), shift = beta - mean * scale; computed in double and rounded once.
    /// </summary>
    public static ChannelAffine FromBatchNormalization(
        ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance)
    {
        float[] scale = new float[gamma.Length], shift = new float[gamma.Length];
        for (int c = 0; c < scale.Length; c++)
        {
            double exact = gamma[c] / Math.Sqrt((double)variance[c] + BatchNormalization.Epsilon);
            scale[c] = (float)exact;
            shift[c] = (float)(beta[c] - mean[c] * exact);
        }
        return new(scale, shift);
    }
}
