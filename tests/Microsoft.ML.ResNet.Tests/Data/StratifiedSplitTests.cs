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
                Assert.Equal(Math.Min((int)Math.Round(fraction * group.Count()), group.Count() - 1), held);
            }
        });

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
