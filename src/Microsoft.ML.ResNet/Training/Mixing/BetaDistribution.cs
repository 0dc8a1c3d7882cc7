namespace Microsoft.ML.ResNet.Training;

/// <summary>Samples the symmetric Beta distribution of mixing weights.</summary>
internal static class BetaDistribution
{
    /// <summary>Draws a number from 0 to 1 distributed as Beta(alpha, alpha).</summary>
    /// <param name="random">Source of randomness.</param>
    /// <param name="alpha">Positive. 1 is uniform; smaller values favor the ends, larger ones the middle.</param>
    public static double Sample(ref RandomStream random, double alpha)
    {
        // X / (X + Y) for two Gamma(alpha) variates, computed from their logarithms: for small alpha the variates
        // underflow to 0.
        double x = LogGamma(ref random, alpha), y = LogGamma(ref random, alpha);
        return 1 / (1 + Math.Exp(y - x));
    }

    // The logarithm of a Gamma(alpha) variate (Marsaglia and Tsang 2000): a Gamma(alpha + 1) variate times U^(1 /
    // alpha).
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
