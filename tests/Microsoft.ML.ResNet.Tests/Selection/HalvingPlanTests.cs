using Microsoft.ML.ResNet.Selection;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Selection;

/// <summary>Tests of the distribution of budgets.</summary>
public sealed class HalvingPlanTests
{
    [Theory]
    [InlineData(1, 3, new[] { 1 })]
    [InlineData(2, 3, new[] { 2, 1 })]
    [InlineData(9, 3, new[] { 9, 3, 1 })]
    [InlineData(10, 3, new[] { 10, 3, 1 })]
    [InlineData(27, 3, new[] { 27, 9, 3, 1 })]
    [InlineData(16, 4, new[] { 16, 4, 1 })]
    public void PromotesOneTrialInThree(int trials, int factor, int[] counts) =>
        Assert.Equal(counts, HalvingPlan.Create(trials, factor).Rungs.Select(rung => rung.Trials));

    [Fact]
    public void BudgetGrowsFromTheFirstRungToTheFullBudget()
    {
        HalvingPlan plan = HalvingPlan.Create(9, 3);
        Assert.Equal([1 / 27.0, 1 / 9.0, 1], plan.Rungs.Select(rung => rung.Part), (a, b) => Math.Abs(a - b) < 1e-12);
        // 9/27 + 3 (1/9 - 1/27) + (1 - 1/9) = 5/9 + 8/9: the first two rungs and the last.
        Assert.Equal(13 / 9.0, plan.CostFrom(0), 12);
        Assert.Equal(8 / 9.0, plan.CostFrom(2), 12);
    }

    [Fact]
    public void GivenFirstBudgetGrowsByTheFactor()
    {
        HalvingPlan plan = HalvingPlan.Create(9, 3, first: 0.1);
        Assert.Equal([0.1, 0.3, 1], plan.Rungs.Select(rung => rung.Part), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1, 1], HalvingPlan.Create(2, 3, first: 1).Rungs.Select(rung => rung.Part));
    }

    [Theory]
    [InlineData(50, 200, 8, false, 1, 160)] // at least twenty steps
    [InlineData(70, 60, 8, false, 1, 60)]
    [InlineData(2550, 1000, 8, false, 3, 1000)]
    [InlineData(2950, 1000, 8, true, 2, 1000)]
    [InlineData(900, 1000, 8, true, 1, 900)]
    [InlineData(900, 1000, 8, false, 1, 1000)]
    public void ASegmentIsWholePassesOrAPartOfOne(
        double images, long all, int batch, bool atMost, int epochs, long count)
    {
        TrialSegment segment = SegmentPlan.Create(images, all, batch, atMost);
        Assert.Equal((epochs, count), (segment.Epochs, segment.Images));
    }

    [Theory]
    [InlineData(500, 1000, 100)]
    [InlineData(2000, 1000, 0)]
    [InlineData(5000, 1000, 300)]
    public void SecondsAndImagesAreInverses(double images, long trainImages, long validationImages)
    {
        const double pace = 250;
        int passes = (int)Math.Ceiling(images / trainImages);
        double seconds = (images + passes * validationImages / 3.0) / pace;
        Assert.Equal(pace, TrialThroughput.Measure((long)images, passes, validationImages, seconds), 6);
        Assert.Equal(images, new TrialThroughput(pace, trainImages, validationImages).ImagesIn(seconds), 6);
    }

    [Theory]
    [InlineData(new[] { 1.0, 1, 1, 1 }, 8, 4, new int[0])] // two seconds each
    [InlineData(new[] { 1.0, 9, 1, 1 }, 8, 3, new[] { 1 })]
    [InlineData(new[] { 1.0, 1, 1, 1 }, 2, 2, new int[0])]
    [InlineData(new[] { 5.0, 4, 6 }, 1, 1, new[] { 0, 2 })] // one is tried in any case
    public void DropsTrialsThatAreTooSlow(double[] least, double time, int count, int[] tooSlow)
    {
        TrialRecord[] trials = [.. least.Select((_, i) =>
            new TrialRecord { Trial = i, Parameters = new Dictionary<string, string>() })];
        var chosen = new AffordableTrials(trials, trial => least[trial.Trial], n => time / n);
        Assert.Equal(count, chosen.Count);
        Assert.Equal(tooSlow, chosen.TooSlow.Select(slow => slow.Trial.Trial));
    }
}
