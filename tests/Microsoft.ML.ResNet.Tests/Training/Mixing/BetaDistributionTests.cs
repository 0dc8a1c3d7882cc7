using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class BetaDistributionTests
{
    // The standard error of the mean of 20,000 numbers is at most 0.0035 (for alpha near 0); that of the variance is
    // even smaller.
    [Theory]
    [InlineData(1e-3)]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void MeanAndVarianceMatchTheory(double alpha)
    {
        RandomStream random = new(1, RandomPurpose.Mixing);
        double[] samples = [.. Enumerable.Range(0, 20_000).Select(_ => BetaDistribution.Sample(ref random, alpha))];
        Assert.All(samples, sample => Assert.InRange(sample, 0, 1));
        double mean = samples.Average(), variance = samples.Average(sample => Math.Pow(sample - mean, 2));
        Assert.Equal(0.5, mean, 0.015);
        Assert.InRange(variance * 4 * (2 * alpha + 1), 0.96, 1.04);
    }
}
