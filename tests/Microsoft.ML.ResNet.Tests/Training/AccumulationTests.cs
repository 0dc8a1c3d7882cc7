using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class AccumulationTests
{
    private static readonly ResNetArchitecture s_network = TestNetworks.Small(ResNetShortcut.Projection);

    private static readonly TrainingSettings s_settings = new()
    {
        Options = TestOptions.Create(o =>
        {
            o.Architecture = s_network;
            o.Epochs = 2;
            o.BatchSize = 4;
            o.Optimizer.AccumulationSteps = 3;
            o.LearningRate = 0.05f;
            o.Augmentation.CropPadding = 2;
        }),
        ClassCount = SyntheticImages.Classes,
    };

    // With all stages frozen, an image's gradient does not depend on the other images of its mini-batch. 29 images in
    // mini-batches of 4 are steps of 12, 12 and 5 images; the last step has mini-batches of 4 and 1.
    [Theory]
    [InlineData(24)]
    [InlineData(29)]
    [InlineData(31)]
    public void AccumulatedStepEqualsLargeBatchStep(int images)
    {
        TrainingSettings frozen = s_settings.With(o => (o.FrozenStages, o.Optimizer.MaximumGradientNorm) = (2, 0.3f));
        ResNetModel parts = Train(frozen, images), whole = Train(
            frozen.With(o => (o.BatchSize, o.Optimizer.AccumulationSteps) = (12, 1)), images);
        HeadLayout head = parts.CreateLayout().Head;
        ReadOnlySpan<float> start = Initial().Parameters.Span;
        for (long i = head.Weights.Offset; i < head.Weights.End; i++)
        {
            Assert.NotEqual(start[(int)i], parts.Parameters.Span[(int)i]);
            Assert.Equal(whole.Parameters.Span[(int)i], parts.Parameters.Span[(int)i], 1e-5f);
        }
    }

    [Fact]
    public void OptimizerIsBitIdenticalAcrossThreadCounts()
    {
        TrainingSettings settings = s_settings.With(o =>
        {
            o.Optimizer.MovingAverageDecay = 0.9f;
            o.Optimizer.MaximumGradientNorm = 1;
            o.StageLearningRateDecay = 0.5f;
            o.HeadLearningRateFactor = 2;
        });
        string first = Train(settings, 41, threads: 1).WeightsSha256;
        Assert.All([2, 3], threads => Assert.Equal(first, Train(settings, 41, threads).WeightsSha256));
        Assert.NotEqual(first, Train(settings.With(o => o.Optimizer.MovingAverageDecay = 0), 41).WeightsSha256);
        Assert.NotEqual(first, Train(settings.With(o => o.Optimizer.MaximumGradientNorm = 0), 41).WeightsSha256);
        Assert.NotEqual(first, Train(settings.With(o => o.Optimizer.AccumulationSteps = 1), 41).WeightsSha256);
    }

    [Fact]
    public void ValidatesAndReturnsTheAveragedWeights()
    {
        ImageSubset validation = SyntheticImages.Create(30, seed: 2);
        RecordingObserver observer = new();
        ResNetModel model = Train(s_settings.With(o => o.Optimizer.MovingAverageDecay = 0.8f), 40, 2, validation, observer);
        using NativeContext context = NativeContext.Create(1);
        using InferenceNetwork network = new(model, context);
        BatchLoss loss = network.Evaluate(validation, () => { });
        Assert.Equal(loss.LossSum / 30, observer.Epochs[^1].ValidationLoss!.Value, 1e-12);
    }

    [Fact]
    public void LearningRateFollowsOptimizerSteps()
    {
        RecordingObserver observer = new();
        Train(s_settings.With(o => o.Epochs = 1), 40, observer: observer);
        // Ten mini-batches are four steps.
        Assert.Equal(LearningRates.At(s_settings, 3, 4), observer.Epochs[0].LearningRate);
        Assert.Equal(4 + 1, observer.Iterations + 1);
    }

    private static ResNetModel Initial() =>
        TestNetworks.Model(s_network, SyntheticImages.Size, classes: SyntheticImages.Classes);

    private static ResNetModel Train(
        TrainingSettings settings, int images, int threads = 2, ImageSubset? validation = null,
        RecordingObserver? observer = null)
    {
        using NativeContext context = NativeContext.Create(threads);
        return Trainer.Train(
            settings, context, SyntheticImages.Create(images), validation, Initial(),
            observer ?? new RecordingObserver(), default).Model;
    }
}
