namespace Microsoft.ML.ResNet.Benchmarks.Equivalence;

/// <summary>
/// Rounding is amplified differently by every network: a ReLU whose input rounds to the other side of 0 changes a
/// gradient by much. So a peer that computes in the same precision says how much it is, and we may deviate by a few
/// times that; by chance the peer may be too good, so that a little is always allowed.
/// </summary>
internal static class Tolerance
{
    private const double TimesThePeer = 4;

    public static double For(Precision precision, double peer) =>
        Math.Max(TimesThePeer * peer, precision == Precision.Float32 ? 1e-5 : 1e-2);
}
