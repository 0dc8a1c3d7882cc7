namespace Microsoft.ML.ResNet.Benchmarks.Equivalence;

/// <summary>
/// Every network amplifies rounding differently: a ReLU whose input rounds to the other side of 0 can change a gradient
/// a lot. The tolerance is therefore a multiple of the deviation of a peer with the same precision, with a minimum in
/// case the peer is close by chance.
/// </summary>
internal static class Tolerance
{
    // The int8 peer computes in fp32. Measured deviations are 0.006 to 0.03; only a bug exceeds this.
    private const double OfBytes = 0.1;

    // In fp32 Winograd's algorithm has larger rounding errors than direct convolution; in bf16 the rounding of values
    // dominates.
    public static double For(ResNetPrecision precision, double peer) => precision switch
    {
        ResNetPrecision.Float32 => Math.Max(4 * peer, 1e-5),
        ResNetPrecision.BFloat16 => Math.Max(1.5 * peer, 1e-2),
        _ => OfBytes,
    };
}
