using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class RandomStreamTests
{
    [Fact]
    public void SeedPurposeAndIndicesEachSelectADifferentStream()
    {
        RandomStream[] streams =
        [
            new(0, RandomPurpose.Order), new(1, RandomPurpose.Order), new(-1, RandomPurpose.Order),
            new(0, RandomPurpose.Augmentation), new(0, RandomPurpose.Order, 1), new(0, RandomPurpose.Order, 0, 1),
        ];
        HashSet<ulong> seen = [];
        for (int i = 0; i < streams.Length; i++)
        {
            for (int draw = 0; draw < 1000; draw++)
                Assert.True(seen.Add(streams[i].Next()));
        }
    }

    [Fact]
    public void SameArgumentsGiveTheSameStream()
    {
        RandomStream a = new(5, RandomPurpose.Initialization, 7, 9), b = new(5, RandomPurpose.Initialization, 7, 9);
        for (int i = 0; i < 100; i++)
            Assert.Equal(a.Next(), b.Next());
    }

    [Fact]
    public void NumbersAreTheSameOnEveryMachine()
    {
        RandomStream random = new(42, RandomPurpose.Order, 3, 1);
        Assert.Equal(new[] { 0xCB0B4B4D78292715UL, 0x16FD917D07854D44UL }, new[] { random.Next(), random.Next() });
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(9u)]
    [InlineData(1000u)]
    public void BelowIsUniform(uint bound)
    {
        RandomStream random = new(1, RandomPurpose.Order);
        int draws = 200_000;
        int[] counts = new int[bound];
        for (int i = 0; i < draws; i++)
            counts[random.Below(bound)]++;

        // Chi squared has mean bound - 1 and variance 2 (bound - 1); a deviation of six sigma practically never occurs
        // by chance.
        double expected = draws / (double)bound, freedom = bound - 1;
        double chiSquared = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.InRange(chiSquared, freedom - 6 * Math.Sqrt(2 * freedom), freedom + 6 * Math.Sqrt(2 * freedom));
    }

    [Fact]
    public void NormalHasStandardMoments()
    {
        RandomStream random = new(2, RandomPurpose.Initialization);
        const int draws = 400_000;
        double[] moments = new double[4];
        for (int i = 0; i < draws; i++)
        {
            double value = random.Normal();
            for (int k = 0; k < 4; k++)
                moments[k] += Math.Pow(value, k + 1) / draws;
        }
        Assert.Equal(0, moments[0], 0.01);
        Assert.Equal(1, moments[1], 0.015);
        Assert.Equal(0, moments[2], 0.03);
        Assert.Equal(3, moments[3], 0.1);
    }
}
