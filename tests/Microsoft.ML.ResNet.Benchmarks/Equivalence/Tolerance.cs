namespace Microsoft.ML.ResNet.Benchmarks.Equivalence;

/// <summary>
/// Rounding is amplified differently by every network: a ReLU whose input rounds to the other side of 0 changes a
/// gradient by much. So a peer that computes in the same precision says how much it is, and we may deviate by a few
/// times that; by chance the peer may be too good, so that a little is always allowed.
/// </summary>
internal static class Tolerance
{
    // The peer of bytes computes in fp32. 0.006 to 0.03 were measured; only a mistake exceeds this.
    private const double OfBytes = 0.1;

    // Winograd's algorithm in fp32 rounds more than a direct convolution; in bf16 the rounding of values dominates.
    public static double For(ResNetPrecision precision, double peer) => precision switch
    {
        ResNetPrecision.Float32 => Math.Max(4 * peer, 1e-5),
        ResNetPrecision.BFloat16 => Math.Max(1.5 * peer, 1e-2),
        _ => OfBytes,
    };
}
