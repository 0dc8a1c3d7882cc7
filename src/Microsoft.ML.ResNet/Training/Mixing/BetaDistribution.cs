namespace Microsoft.ML.ResNet.Training;

/// <summary>The symmetric Beta distribution, by which images are mixed.</summary>
internal static class BetaDistribution
{
    /// <summary>A number from 0 to 1 with the distribution Beta(alpha, alpha).</summary>
    /// <param name="random">Where randomness comes from.</param>
    /// <param name="alpha">Positive: 1 is uniform, less favours the ends, more the middle.</param>
    public static double Sample(ref RandomStream random, double alpha)
    {
        // X / (X + Y) of two Gamma(alpha) numbers, by their logarithms: for small alpha the numbers themselves are 0.
        double x = LogGamma(ref random, alpha), y = LogGamma(ref random, alpha);
        return 1 / (1 + Math.Exp(y - x));
    }

    // The logarithm of a Gamma(alpha) number (Marsaglia and Tsang 2000): one for alpha + 1, times U^(1 / alpha).
    private static double LogGamma(ref RandomStream random, double alpha)
    {
        double d = alpha + 1 - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = random.Normal(), root = 1 + c * normal;
            if (root <= 0)
                continue;
            double v = root * root * root;
            if (Math.Log(random.Uniform()) < 0.5 * normal * normal + d - d * v + d * Math.Log(v))
                return Math.Log(d * v) + Math.Log(random.Uniform()) / alpha;
        }
    }
}
