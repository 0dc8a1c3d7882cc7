using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Selection;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Selection;

/// <summary>Tests of search spaces and of drawing from them.</summary>
public sealed class SearchSpaceTests
{
    private static readonly ResNetClassifierEstimator.Options s_options = Tiny.Options();

    [Fact]
    public void SpreadsValuesEvenlyAndStartsWithTheDefaults()
    {
        var space = new ResNetSearchSpace
        {
            BlocksPerStage = ResNetSweep.UniformInt(1, 4, defaultValue: 2),
            LearningRate = ResNetSweep.UniformSingle(0.01f, 1f, logBase: true),
            BatchSize = ResNetSweep.Choice(32, 8),
            WeightDecay = 1e-3f,
        };
        var trials = Draw(space, 9);
        Assert.Equal(9, trials.Count);
        Assert.Equal((2, 0.1f, 32), Of(trials[0]));
        // In a Latin hypercube of eight trials, every quarter of a range contains two and every eighth one.
        Assert.All(
            Enumerable.Range(1, 4), blocks => Assert.Equal(2, trials.Skip(1).Count(t => Of(t).Blocks == blocks)));
        Assert.Equal(4, trials.Skip(1).Count(trial => Of(trial).Batch == 8));
        Assert.Equal(
            Enumerable.Range(0, 8),
            trials.Skip(1).Select(t => (int)(8 * Math.Log(Of(t).Rate / 0.01) / Math.Log(100))).Order());
        Assert.All(trials, trial => Assert.Equal(1e-3f, trial.Options.Optimizer.WeightDecay));

        static (int Blocks, float Rate, int Batch) Of((SearchPoint, ResNetClassifierEstimator.Options Options) trial) =>
            (trial.Options.Architecture.StageDepths[0], trial.Options.LearningRate!.Value,
                trial.Options.BatchSize!.Value);
    }

    [Fact]
    public void DimensionsAreDrawnIndependentlyFromTheSeed()
    {
        ResNetSearchSpace One() => new() { LearningRate = ResNetSweep.UniformSingle(0.01f, 1f) };
        ResNetSearchSpace two = One();
        two.WeightDecay = ResNetSweep.UniformSingle(0f, 1f);
        float?[] Rates(ResNetSearchSpace space, int seed) =>
            [.. Draw(space, 5, seed).Select(trial => trial.Options.LearningRate)];
        Assert.Equal(Rates(One(), 1), Rates(One(), 1));
        Assert.Equal(Rates(One(), 1), Rates(two, 1));
        Assert.NotEqual(Rates(One(), 1), Rates(One(), 2));
    }

    [Fact]
    public void DrawsNoDuplicatesAndExhaustsSmallSpaces()
    {
        var trials = Draw(new ResNetSearchSpace { BatchSize = ResNetSweep.Choice(8, 16, 32) }, 9);
        Assert.Equal([8, 16, 32], trials.Select(trial => trial.Options.BatchSize!.Value).Order());
    }

    [Fact]
    public void RespectsConstraints()
    {
        var space = new ResNetSearchSpace
        {
            WidthFactor = ResNetSweep.UniformSingle(1f, 4f),
            BatchSize = ResNetSweep.Choice(8, 16),
            MaximumParameters = 4 * Tiny.Architecture.CountParameters(3),
            Constraint = options => options.BatchSize == 16,
        };
        var trials = Draw(space, 9);
        Assert.Equal(9, trials.Count);
        Assert.All(trials, trial =>
        {
            Assert.Equal(16, trial.Options.BatchSize);
            Assert.True(trial.Options.Architecture.CountParameters(3) <= space.MaximumParameters);
        });
    }

    [Fact]
    public void ScalesDepthAndWidth()
    {
        var space = new ResNetSearchSpace
        {
            Architecture = ResNetArchitecture.ResNet20,
            BlocksPerStage = 1,
            WidthFactor = 1.5f,
        };
        ResNetArchitecture scaled = Draw(space, 1)[0].Options.Architecture;
        Assert.Equal([1, 1, 1], scaled.StageDepths);
        Assert.Equal([24, 48, 96], scaled.StageWidths);
        Assert.Equal(24, scaled.Stem.Width);
    }

    [Fact]
    public void LearningRateScalesWithTheBatchSizeUnlessSwept()
    {
        var space = new ResNetSearchSpace { BatchSize = 64, LearningRateFactor = 2f };
        ResNetClassifierEstimator.Options from = Tiny.Options(o => (o.BatchSize, o.LearningRate) = (16, 0.1f));
        Assert.Equal(0.8f, Draw(space, 1, options: from)[0].Options.LearningRate!.Value, 5);
        from.LearningRate = null;
        Assert.Equal(0.3f, Draw(space, 1, options: from)[0].Options.LearningRate!.Value, 5); // 0.3 * 64 / 128 * 2
        space.LearningRate = 0.25f;
        Assert.Equal(0.5f, Draw(space, 1, options: from)[0].Options.LearningRate!.Value, 5);
    }

    [Fact]
    public void ScalesTheRecipesAugmentation()
    {
        var space = new ResNetSearchSpace { Recipe = ResNetRecipe.Photographs, AugmentationStrength = 0.5f };
        ResNetAugmentationOptions scaled = Draw(space, 1)[0].Options.Augmentation;
        Assert.Equal(0.15f, scaled.Brightness, 5);
        Assert.Equal(0.625f, scaled.SmallestCropArea, 5);
        space.AugmentationStrength = 0f;
        Assert.False(Draw(space, 1)[0].Options.Augmentation.ChangesColors);
    }

    [Fact]
    public void RejectsInvalidRanges()
    {
        Assert.Throws<ArgumentException>(() => ResNetSweep.Choice<int>());
        Assert.Throws<ArgumentOutOfRangeException>(() => ResNetSweep.UniformInt(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResNetSweep.UniformSingle(0f, 1f, logBase: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResNetSweep.UniformInt(0, 1, logBase: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResNetSweep.UniformSingle(1f, 2f, defaultValue: 3f));
    }

    [Fact]
    public void ChoosesTheSearchSpaceByTheImages()
    {
        var context = new MLContext();
        ResNetSearchSpace small = ResNetSearchSpace.For(context.Data.LoadFromEnumerable(EncodedRow.Many(3)));
        Assert.Equal((ResNetArchitecture.ResNet20, 16), (small.Architecture!.Default, small.BatchSize!.Default));
        ResNetSearchSpace thousands =
            ResNetSearchSpace.For(context.Data.LoadFromEnumerable(Enumerable.Repeat(EncodedRow.Many(1)[0], 5120)));
        Assert.Equal(64, thousands.BatchSize!.Default);
        EncodedRow[] large = [new EncodedRow { Image = DrawnImages.Encoded("disc", 1, 200, 200), Label = "disc" }];
        ResNetSearchSpace tiny = ResNetSearchSpace.For(context.Data.LoadFromEnumerable(large));
        Assert.Equal("TinyDataSet", tiny.Recipe!.Default.Name);
        ResNetSearchSpace many =
            ResNetSearchSpace.For(context.Data.LoadFromEnumerable(Enumerable.Repeat(large[0], 1000)));
        Assert.Equal("Photographs", many.Recipe!.Default.Name);
        foreach (ResNetSearchSpace space in (ResNetSearchSpace[])[small, tiny, many])
            Assert.All(Draw(space, 12, options: new()), trial => trial.Options.Validate());
    }

    private static IReadOnlyList<(SearchPoint Point, ResNetClassifierEstimator.Options Options)> Draw(
        ResNetSearchSpace space, int count, int seed = 1, ResNetClassifierEstimator.Options? options = null) =>
        new TrialSampler(space, options ?? s_options, images: 2000, classes: 3, seed).Draw(count);
}
