using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class WeightInitializationTests
{
    private static readonly NetworkLayout s_layout = new(ResNetArchitecture.ResNet20, 32, 32, 3, 10);

    [Fact]
    public void ConvolutionsHaveVarianceTwoOverFanIn()
    {
        (float[] parameters, float[] statistics) = Initialize(s_layout, seed: 1);
        foreach (UnitLayout unit in s_layout.Units)
        {
            ConvolutionLayout convolution = unit.Convolution;
            double[] weights = Slice(parameters, convolution.Weights).ToDouble();
            double variance = weights.Sum(w => w * w) / weights.Length;
            double expected = 2.0 / (convolution.Kernel * convolution.Kernel * convolution.InChannels);
            // Relative standard error of a variance estimated from this many values.
            double deviation = Math.Sqrt(2.0 / weights.Length);
            Assert.InRange(variance / expected, 1 - 6 * deviation, 1 + 6 * deviation);
            Assert.All(Slice(parameters, unit.Normalization!.Gamma), value => Assert.Equal(1, value));
            Assert.All(Slice(parameters, unit.Normalization!.Beta), value => Assert.Equal(0, value));
            Assert.All(Slice(statistics, unit.Normalization!.RunningMean), value => Assert.Equal(0, value));
            Assert.All(Slice(statistics, unit.Normalization!.RunningVariance), value => Assert.Equal(1, value));
        }
        Assert.All(Slice(parameters, s_layout.Head.Bias), value => Assert.Equal(0, value));
        Assert.Contains(Slice(parameters, s_layout.Head.Weights), value => value != 0);
    }

    [Fact]
    public void SeedDeterminesTheWeights()
    {
        Assert.Equal(Initialize(s_layout, 1).Parameters, Initialize(s_layout, 1).Parameters);
        Assert.NotEqual(Initialize(s_layout, 1).Parameters, Initialize(s_layout, 2).Parameters);
    }

    [Fact]
    public void LastScaleOfEveryBlockCanStartAtZero()
    {
        (float[] parameters, _) = Initialize(s_layout, 1, zeroInitLastGamma: true);
        foreach (BlockLayout block in s_layout.Blocks)
        {
            Assert.All(Slice(parameters, block.Units[^1].Normalization!.Gamma), value => Assert.Equal(0, value));
            Assert.All(Slice(parameters, block.Units[0].Normalization!.Gamma), value => Assert.Equal(1, value));
        }
    }

    [Fact]
    public void LastWeightsOfEveryPreActivationBlockCanStartAtZero()
    {
        NetworkLayout layout = new(ResNetArchitecture.PreActResNet20, 32, 32, 3, 10);
        (float[] parameters, _) = Initialize(layout, 1, zeroInitLastGamma: true);
        foreach (BlockLayout block in layout.Blocks)
        {
            Assert.All(Slice(parameters, block.Last.Weights), value => Assert.Equal(0, value));
            Assert.All(Slice(parameters, block.Preactivation!.Gamma), value => Assert.Equal(1, value));
        }
        Assert.All(Slice(parameters, layout.FinalNormalization!.Gamma), value => Assert.Equal(1, value));
    }

    [Fact]
    public void InitializesEveryValueOfEveryArchitecture() => Assert.All(
        TestNetworks.Variants.Append(TestNetworks.Grouped), architecture =>
        {
            NetworkLayout layout = new(architecture, 16, 16, 3, 4);
            (float[] parameters, float[] statistics) = Initialize(layout, 1);
            Assert.All(parameters, value => Assert.True(float.IsFinite(value)));
            Assert.All(layout.Linears, linear => Assert.Contains(Slice(parameters, linear.Weights), w => w != 0));
            Assert.All(layout.Normalizations, normalization =>
            {
                Assert.All(Slice(parameters, normalization.Gamma), value => Assert.Equal(1, value));
                Assert.All(Slice(statistics, normalization.RunningVariance), value => Assert.Equal(1, value));
            });
        });

    [Fact]
    public void CopiesAPreviousModel()
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection));
        NetworkLayout layout = new(model.Architecture, 20, 24, 3, model.ClassCount);
        (float[] parameters, float[] statistics) = Initialize(layout, 8);

        WeightInitialization.TakeOver(model, layout, parameters, statistics);

        Assert.Equal(model.Parameters.ToArray(), parameters);
        Assert.Equal(model.RunningStatistics.ToArray(), statistics);
    }

    [Fact]
    public void RejectsAnIncompatiblePreviousModel()
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection));
        NetworkLayout other = new(TestNetworks.Small(ResNetShortcut.None), 16, 16, 3, 5);
        NetworkLayout gray = new(model.Architecture, 16, 16, 1, 5);
        NetworkLayout more = new(model.Architecture, 16, 16, 3, 6);
        foreach (NetworkLayout layout in new[] { other, gray, more })
        {
            Assert.Throws<ArgumentException>(() => WeightInitialization.TakeOver(
                model, layout, new float[layout.ParameterCount], new float[layout.StatisticsCount]));
        }
    }

    private static (float[] Parameters, float[] Statistics) Initialize(
        NetworkLayout layout, int seed, bool zeroInitLastGamma = false)
    {
        float[] parameters = new float[layout.ParameterCount], statistics = new float[layout.StatisticsCount];
        Array.Fill(parameters, float.NaN);
        Array.Fill(statistics, float.NaN);
        TrainingSettings settings = new()
        {
            Options = TestOptions.Create(o => (o.Architecture, o.ZeroInitLastGamma) = (layout.Architecture, zeroInitLastGamma)),
            ClassCount = layout.Classes,
            Seed = seed,
        };
        WeightInitialization.Initialize(layout, settings, parameters, statistics);
        return (parameters, statistics);
    }

    private static float[] Slice(float[] values, ParameterRange range) =>
        values.AsSpan((int)range.Offset, (int)range.Length).ToArray();
}
