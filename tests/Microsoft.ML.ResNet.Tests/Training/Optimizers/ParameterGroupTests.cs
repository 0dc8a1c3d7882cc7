using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class ParameterGroupTests
{
    private static readonly NetworkLayout s_layout = new(ResNetArchitecture.ResNet20, 32, 32, 3, 10);

    private static readonly TrainingSettings s_settings = new()
    {
        Options = { Architecture = s_layout.Architecture },
        ClassCount = 10,
    };

    [Fact]
    public void OnlyWeightsDecay()
    {
        long weights = s_layout.WeightCount, all = s_layout.ParameterCount;
        Assert.Equal(
            [new(new(0, weights), 1, true), new(new(weights, all - weights), 1, false)],
            ParameterGroup.CreateAll(s_layout, s_settings));
        Assert.Equal(
            [new(new(0, all), 1, true)],
            ParameterGroup.CreateAll(s_layout, s_settings.With(o => o.Optimizer.DecayBatchNorm = true)));
    }

    [Fact]
    public void EverySectionHasItsOwnLearningRateFactor()
    {
        ParameterGroup[] groups = ParameterGroup.CreateAll(
            s_layout, s_settings.With(o => (o.StageLearningRateDecay, o.HeadLearningRateFactor) = (0.5f, 10)));
        // Stem, three stages, head: weights, then scales and shifts.
        Assert.Equal([0.125f, 0.25f, 0.5f, 1, 10, 0.125f, 0.25f, 0.5f, 1, 10], groups.Select(g => g.LearningRateFactor));
        Assert.Equal(groups.Sum(g => g.Range.Length), s_layout.ParameterCount);
        Assert.Equal(s_layout.Head.Weights, groups[4].Range);
        Assert.Equal(s_layout.Head.Bias, groups[9].Range);
        Assert.Equal(s_layout.Stem.Last.Weights, groups[0].Range);
    }

    [Fact]
    public void ExcludesFrozenStages()
    {
        ParameterGroup[] groups = ParameterGroup.CreateAll(s_layout, s_settings.With(o => o.FrozenStages = 2));
        Assert.Equal(2, groups.Length);
        Assert.Equal(s_layout.Blocks[6].First.Weights.Offset, groups[0].Range.Offset);
        Assert.Equal(s_layout.WeightCount, groups[0].Range.End);
        Assert.Equal(s_layout.Blocks[6].Units[0].Normalization!.Gamma.Offset, groups[1].Range.Offset);
        Assert.Equal(s_layout.ParameterCount, groups[1].Range.End);

        groups = ParameterGroup.CreateAll(s_layout, s_settings.With(o => o.FrozenStages = 3));
        Assert.Equal([s_layout.Head.Weights, s_layout.Head.Bias], groups.Select(g => g.Range));
    }
}
