namespace Microsoft.ML.ResNet.Benchmarks.Equivalence;

/// <summary>
/// Deviations of our result and a peer's from the same computation in fp64: norm of the difference relative to the norm
/// of the reference.
/// </summary>
/// <param name="Quantity">The compared quantity.</param>
/// <param name="Ours">Our deviation.</param>
/// <param name="Peers">The peer's.</param>
/// <param name="Tolerance">Maximum of our deviation.</param>
internal sealed record Deviation(string Quantity, double Ours, double Peers, double Tolerance)
{
    public bool IsWithin => Ours <= Tolerance; // false for NaN

    public static double Relative(ReadOnlySpan<float> values, ReadOnlySpan<float> truth)
    {
        double difference = 0, norm = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            double d = (double)values[i] - truth[i];
            difference += d * d;
            norm += (double)truth[i] * truth[i];
        }
        return Math.Sqrt(difference / norm);
    }
}
