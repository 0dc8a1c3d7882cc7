using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Selection;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class StochasticDepthTests
{
    private const int Blocks = 9, Iterations = 4000;
    private const float Rate = 0.5f;

    [Fact]
    public void BlocksSurviveWithThePapersProbability()
    {
        StochasticDepth depth = new(Rate, Blocks, seed: 1);
        for (int block = 0; block < Blocks; block++)
        {
            double expected = 1 - (block + 1.0) / Blocks * Rate;
            Assert.Equal(expected, depth.Survival(block), 1e-6);
            double mean = 0, survived = 0;
            for (int i = 0; i < Iterations; i++)
            {
                float factor = depth.Factor(i, block);
                Assert.Contains(factor, new[] { 0, 1 / depth.Survival(block) });
                mean += factor / Iterations;
                survived += factor > 0 ? 1.0 / Iterations : 0;
            }
            double deviation = Math.Sqrt(expected * (1 - expected) / Iterations);
            Assert.InRange(survived, expected - 4.5 * deviation, expected + 4.5 * deviation);
            Assert.InRange(mean, 1 - 4.5 * deviation / expected, 1 + 4.5 * deviation / expected);
        }
    }

    [Fact]
    public void DependsOnlyOnSeedIterationAndBlock()
    {
        static List<float> Factors(int seed, int first) => [.. Enumerable.Range(first, 60).SelectMany(
            i => Enumerable.Range(0, Blocks).Select(
                block => new StochasticDepth(Rate, Blocks, seed).Factor(i, block)))];
        Assert.Equal(Factors(1, 0), Factors(1, 0));
        Assert.NotEqual(Factors(1, 0), Factors(2, 0));
        Assert.NotEqual(Factors(1, 0), Factors(1, 60));
        Assert.Equal(Factors(1, 60), Factors(1, 60)); // independent of earlier calls
    }

    [Fact]
    public void TrainingConvergesAndIsBitIdenticalAcrossThreadCounts()
    {
        TrainingSettings settings = new()
        {
            Options = TestOptions.Create(o =>
            {
                o.Architecture = TestNetworks.Small(ResNetShortcut.ZeroPadding) with { StageDepths = [3, 3] };
                o.Epochs = 20;
                o.BatchSize = 16;
                o.LearningRate = 0.1f;
                o.StochasticDepth = 0.3f;
            }),
            ClassCount = SyntheticImages.Classes,
        };
        RecordingObserver observer = new();
        ResNetModel Train(int threads, TrainingSettings with)
        {
            using NativeContext context = NativeContext.Create(threads);
            return Trainer.Train(
                with, context, SyntheticImages.Create(64), SyntheticImages.Create(24), null, observer, default).Model;
        }

        string weights = Train(1, settings).WeightsSha256;
        double accuracy = observer.Epochs[^1].ValidationAccuracy!.Value;
        Assert.InRange(accuracy, 0.6, 1);
        Assert.Equal(weights, Train(3, settings).WeightsSha256);
        Assert.NotEqual(weights, Train(2, settings.With(o => o.StochasticDepth = 0)).WeightsSha256);
        Assert.NotEqual(weights, Train(2, settings.With(o => o.StochasticDepth = 0.2f)).WeightsSha256);
    }

    [Fact]
    public void RejectsNetworksWithoutShortcuts()
    {
        TrainingSettings settings = new()
        {
            Options = TestOptions.Create(o => (o.Architecture, o.StochasticDepth) = (ResNetArchitecture.Plain20, 0.1f)),
            ClassCount = 2,
        };
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(settings.Validate);
        Assert.Contains("StochasticDepth", error.Message, StringComparison.Ordinal);
        Assert.Contains("Plain20", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(settings.With(o => o.StochasticDepth = 1).Validate);
        Assert.Throws<ArgumentOutOfRangeException>(settings.With(o => o.StochasticDepth = -0.1f).Validate);
    }
}
