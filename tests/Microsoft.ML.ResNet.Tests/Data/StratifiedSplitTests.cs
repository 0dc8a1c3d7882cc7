using CsCheck;
using Microsoft.ML.ResNet.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class StratifiedSplitTests
{
    [Fact]
    public void TakesTheFractionOfEveryClass() =>
        Gen.Select(Gen.Int[0, 4].Array[1, 200], Gen.Double[0, 0.99], Gen.Int).Sample(
        (labels, fraction, seed) =>
        {
            (long[] train, long[] validation) = StratifiedSplit.Create(labels, 5, fraction, seed);

            Assert.Equal(Enumerable.Range(0, labels.Length).Select(i => (long)i), train.Concat(validation).Order());
            Assert.Equal(train.Order(), train);
            foreach (IGrouping<int, int> group in labels.GroupBy(label => label))
            {
                int held = validation.Count(row => labels[row] == group.Key);
                int rounded = Math.Min((int)Math.Round(fraction * group.Count()), group.Count() - 1);
                // A class that is too small may give one image for the fraction of the whole set.
                Assert.InRange(held, rounded, rounded == 0 && group.Count() > 1 ? 1 : rounded);
            }
        });

    [Theory]
    [InlineData(100, 4, 0.1, 40)]
    [InlineData(100, 2, 0.2, 40)]
    [InlineData(2, 2, 0.1, 1)]
    [InlineData(1000, 1, 0.5, 0)]
    [InlineData(10, 25, 0.1, 20)]
    [InlineData(10, 3, 0, 0)]
    public void SmallClassesHoldOutTheFractionOfTheWholeSet(int classes, int perClass, double fraction, int held)
    {
        int[] labels = [.. Enumerable.Range(0, classes * perClass).Select(i => i % classes)];

        (long[] train, long[] validation) = StratifiedSplit.Create(labels, classes, fraction, seed: 1);

        Assert.Equal(held, validation.Length);
        Assert.Equal(classes, train.Select(row => labels[row]).Distinct().Count());
    }

    [Fact]
    public void DependsOnlyOnTheSeed()
    {
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 3)];

        Assert.Equal(StratifiedSplit.Create(labels, 3, 0.3, 5).Validation,
            StratifiedSplit.Create(labels, 3, 0.3, 5).Validation);
        Assert.NotEqual(StratifiedSplit.Create(labels, 3, 0.3, 5).Validation,
            StratifiedSplit.Create(labels, 3, 0.3, 6).Validation);
    }
}
