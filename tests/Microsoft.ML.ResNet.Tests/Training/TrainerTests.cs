using System.Diagnostics;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class TrainerTests
{
    private static readonly ResNetArchitecture s_network = TestNetworks.Small(ResNetShortcut.ZeroPadding);

    private static readonly TrainingSettings s_settings = new()
    {
        Options = TestOptions.Create(o =>
        {
            o.Architecture = s_network;
            o.Epochs = 2;
            o.BatchSize = 16;
            o.LearningRate = 0.1f;
            o.Augmentation.CropPadding = 2;
        }),
        ClassCount = SyntheticImages.Classes,
    };

    [Fact]
    public void OverfitsASingleBatch()
    {
        ImageSubset set = SyntheticImages.Create(16);
        int[] nonsense = TestValues.Labels(16, SyntheticImages.Classes); // can only be memorized
        RecordingObserver observer = new();
        Train(
            s_settings.With(o =>
            {
                o.Epochs = 120;
                o.Augmentation.CropPadding = 0;
                o.Augmentation.HorizontalFlip = false;
                o.Optimizer.WeightDecay = 0;
            }),
            set with { Labels = nonsense }, observer: observer);
        Assert.Equal(1, observer.Epochs[^1].TrainAccuracy);
        Assert.InRange(observer.Epochs[^1].TrainLoss, 0, 0.05);
    }

    [Fact]
    public void GeneralizesToUnseenImages()
    {
        RecordingObserver observer = new();
        Train(
            s_settings.With(o => o.Epochs = 8), SyntheticImages.Create(150), SyntheticImages.Create(60, seed: 1), observer);
        Assert.InRange(observer.Epochs[^1].ValidationAccuracy!.Value, 0.9, 1);
    }

    [Fact]
    public void WeightsAreBitIdenticalAcrossThreadCountsAndRuns()
    {
        ImageSubset set = SyntheticImages.Create(53);
        string first = Train(s_settings, set, threads: 1).WeightsSha256;
        Assert.All([2, 3, 2], threads => Assert.Equal(first, Train(s_settings, set, threads: threads).WeightsSha256));
        Assert.NotEqual(first, Train(s_settings with { Seed = 1 }, set).WeightsSha256);
    }

    [Fact]
    public void LearnsFromMixedImages()
    {
        TrainingSettings settings = s_settings.With(
            o => (o.Epochs, o.Augmentation.MixupAlpha, o.Augmentation.CutMixAlpha) = (10, 0.2f, 1));
        ImageSubset set = SyntheticImages.Create(150);
        RecordingObserver mixed = new(), plain = new();
        string weights = Train(settings, set, SyntheticImages.Create(60, seed: 1), mixed).WeightsSha256;
        Train(settings.With(o => (o.Augmentation.MixupAlpha, o.Augmentation.CutMixAlpha) = (0, 0)), set, observer: plain);
        Assert.InRange(mixed.Epochs[^1].ValidationAccuracy!.Value, 0.9, 1);
        Assert.True(mixed.Epochs[^1].TrainLoss > plain.Epochs[^1].TrainLoss);
        Assert.Equal(weights, Train(settings, set, threads: 1).WeightsSha256);
    }

    [Fact]
    public void ReportedMetricsMatchTheModel()
    {
        ImageSubset set = SyntheticImages.Create(40), validation = SyntheticImages.Create(30, seed: 2);
        RecordingObserver observer = new();
        ResNetModel model = Train(s_settings, set, validation, observer);

        Assert.Equal([1, 2], observer.Epochs.Select(epoch => epoch.Epoch));
        ResNetEpochMetrics last = observer.Epochs[^1];
        using NativeContext context = NativeContext.Create(1);
        using InferenceNetwork network = new(model, context);
        BatchLoss loss = network.Evaluate(validation, () => { });
        Assert.Equal(loss.LossSum / 30, last.ValidationLoss!.Value, 1e-12);
        Assert.Equal(loss.Correct / 30.0, last.ValidationAccuracy!.Value);
        Assert.Equal(TimeSpan.Zero, last.Remaining);
        Assert.True(observer.Epochs[0].Remaining > TimeSpan.Zero);
        Assert.True(last.ImagesPerSecond > 0);
        Assert.Equal(LearningRates.At(s_settings, 5, 6), last.LearningRate);
    }

    [Fact]
    public void ReportsProgressAFewTimesASecond()
    {
        RecordingObserver observer = new(_ => Thread.Sleep(20));
        long start = Stopwatch.GetTimestamp();
        Train(s_settings.With(o => o.BatchSize = 2), SyntheticImages.Create(60), observer: observer);
        double mostReports = Stopwatch.GetElapsedTime(start).TotalSeconds / 0.2;
        Assert.InRange(observer.Progress.Count, 2, mostReports);
        Assert.All(observer.Progress, progress => Assert.InRange(progress.ImagesSeen, 1, progress.Images));
        Assert.True(observer.Progress[0].Remaining > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(17)] // a single image left over
    [InlineData(20)]
    [InlineData(3)]  // fewer than a batch
    public void TrainsOnEveryImage(int images)
    {
        RecordingObserver observer = new();
        Train(s_settings, SyntheticImages.Create(images), observer: observer);
        double correct = observer.Epochs[0].TrainAccuracy * images;
        Assert.Equal(Math.Round(correct), correct, 1e-9);
    }

    [Fact]
    public void NetworkEndingInOnePixelTrainsWithBatchesOfTwo()
    {
        ResNetArchitecture deep = TestNetworks.Small(ResNetShortcut.Projection, maxPool: true) with
        {
            StageDepths = [1, 1, 1, 1],
            StageWidths = [4, 4, 4, 4],
        };
        TrainingSettings settings = s_settings.With(o => (o.Architecture, o.BatchSize) = (deep, 4));
        Train(settings, SyntheticImages.Create(9));
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Train(settings.With(o => o.BatchSize = 1), SyntheticImages.Create(9)));
        Assert.Contains("BatchSize", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConvolutionAlgorithmIsConfigurable()
    {
        // From 16 channels on, Winograd's algorithm is the fastest.
        ResNetArchitecture wide = s_network with { Stem = new ResNetStem(3, 1, 16, false), StageWidths = [16, 16] };
        TrainingSettings settings = s_settings.With(o => (o.Architecture, o.LearningRate) = (wide, 0.01f));
        RecordingObserver fastest = new(), direct = new();
        ImageSubset set = SyntheticImages.Create(40);
        string weights = Train(settings, set, observer: fastest).WeightsSha256;
        settings = settings with { ConvolutionAlgorithm = ConvolutionAlgorithm.Direct };
        Assert.NotEqual(weights, Train(settings, set, observer: direct).WeightsSha256);
        Assert.Equal(fastest.Epochs[^1].TrainLoss, direct.Epochs[^1].TrainLoss, 1e-3);
    }

    [Fact]
    public void TrainsOnGrayImages() => Train(s_settings, SyntheticImages.Create(20, channels: 1));

    [Fact]
    public void ContinuesFromAPreviousModel()
    {
        ImageSubset set = SyntheticImages.Create(60);
        RecordingObserver first = new(), second = new();
        ResNetModel model = Train(s_settings.With(o => o.Epochs = 6), set, observer: first);
        ResNetModel next = Train(
            s_settings.With(o =>
            {
                o.Epochs = 1;
                o.LearningRate = 1e-3f;
                o.Schedule = ResNetLearningRateSchedule.Constant;
            }), set,
            observer: second, initial: model);
        Assert.True(second.Epochs[0].TrainLoss < first.Epochs[0].TrainLoss / 2);
        Assert.Same(model.Normalization, next.Normalization);
        Assert.Throws<ArgumentException>(() => Train(s_settings with { ClassCount = 7 }, set, initial: model));
    }

    [Fact]
    public void TokenAndObserverCanEndTraining()
    {
        using CancellationTokenSource source = new();
        RecordingObserver cancelling = new(iteration => { if (iteration == 3) source.Cancel(); });
        Assert.Throws<OperationCanceledException>(
            () => Train(s_settings, SyntheticImages.Create(200), observer: cancelling, token: source.Token));
        Assert.Equal(3, cancelling.Iterations);

        RecordingObserver throwing = new(iteration => { if (iteration == 2) throw new TimeoutException(); });
        Assert.Throws<TimeoutException>(() => Train(s_settings, SyntheticImages.Create(200), observer: throwing));
    }

    [Fact]
    public void DivergenceEndsTrainingAndReportsWhereAndWhy()
    {
        TrainingSettings settings = s_settings.With(o =>
        {
            o.LearningRate = 1e30f;
            o.Schedule = ResNetLearningRateSchedule.Constant;
            o.Optimizer.WarmupFraction = 0;
        });
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => Train(settings, SyntheticImages.Create(100)));
        Assert.Contains("diverged", error.Message, StringComparison.Ordinal);
        Assert.Contains("epoch 1, iteration ", error.Message, StringComparison.Ordinal);
        Assert.Contains("learning rate 1E+30", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DetectsWeightsThatAreNotFiniteBehindAFiniteLoss()
    {
        // One step: its loss is that of the weights before.
        TrainingSettings settings = s_settings.With(o =>
        {
            o.Epochs = 1;
            o.LearningRate = float.MaxValue;
            o.Schedule = ResNetLearningRateSchedule.Constant;
            o.Optimizer.WarmupFraction = 0;
            o.Optimizer.WeightDecay = 1000;
        });
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => Train(settings, SyntheticImages.Create(16)));
        Assert.Contains(
            "some weights are no longer finite at epoch 1, iteration 1, at learning rate 3.403E+38", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void RejectsIncompatibleImageSets()
    {
        ImageSubset set = SyntheticImages.Create(20), gray = SyntheticImages.Create(20, channels: 1);
        AssertRefused("no images", set with { Rows = default });
        AssertRefused("class 3; it must be below 3", set with { Labels = Enumerable.Repeat(3, 20).ToArray() });
        AssertRefused("class -1; it must be below 3", set with { Labels = Enumerable.Repeat(-1, 20).ToArray() });
        AssertRefused("row 20", set with { Rows = new long[] { 0, 20 } });
        AssertRefused("validation images 16x16x1", set, gray);
        AssertRefused("validation set", set, set with { Labels = Enumerable.Repeat(9, 20).ToArray() });
    }

    [Fact]
    public void EmptyValidationSetIsIgnored()
    {
        ImageSubset set = SyntheticImages.Create(20);
        RecordingObserver observer = new();
        Train(s_settings, set, set with { Rows = default }, observer);
        Assert.Null(observer.Epochs[0].ValidationLoss);
        Assert.Null(observer.Epochs[0].ValidationAccuracy);
    }

    private static void AssertRefused(string named, ImageSubset train, ImageSubset? validation = null)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Train(s_settings, train, validation));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private static ResNetModel Train(
        TrainingSettings settings, ImageSubset train, ImageSubset? validation = null,
        RecordingObserver? observer = null, ResNetModel? initial = null, int threads = 2,
        CancellationToken token = default)
    {
        using NativeContext context = NativeContext.Create(threads);
        return Trainer.Train(settings, context, train, validation, initial, observer ?? new RecordingObserver(), token)
            .Model;
    }
}
