using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Persistence;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class ResumeTests : IDisposable
{
    private static readonly TrainingResult s_whole = CheckpointedRun.Uninterrupted();

    private readonly CheckpointedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void ResumesAfterCancellationBeforeAnyIteration()
    {
        // Two calls come from the validation after an epoch.
        for (int before = 1; before <= CheckpointedRun.Epochs * (CheckpointedRun.BatchesPerEpoch + 1); before++)
        {
            File.Delete(_run.File);
            RecordingObserver first = CheckpointedRun.EndingBefore<OperationCanceledException>(before), second = new();
            Assert.Throws<OperationCanceledException>(() => _run.Run(first));
            AssertWhole(_run.Run(second));
            Assert.Equal(
                CheckpointedRun.Epochs * (CheckpointedRun.BatchesPerEpoch + 1) + 1, first.Iterations + second.Iterations);
            Assert.Single(second.Resumed);
        }
    }

    [Fact]
    public void ResumesAveragesAndNeverSplitsAnAccumulatedStep()
    {
        TrainingSettings settings = CheckpointedRun.Settings.With(
            o => (o.Optimizer.MovingAverageDecay, o.Optimizer.AccumulationSteps) = (0.9f, 3));
        string whole = _run.Run(settings: settings).Model.WeightsSha256;
        // Two steps per epoch, and a validation.
        for (int before = 1; before <= CheckpointedRun.Epochs * 3; before++)
        {
            File.Delete(_run.File);
            Assert.Throws<OperationCanceledException>(() => _run.Run(
                CheckpointedRun.EndingBefore<OperationCanceledException>(before), settings: settings));
            Assert.Equal(whole, _run.Run(settings: settings).Model.WeightsSha256);
        }
    }

    // Exceptions other than cancellation save nothing, like a crash of the process.
    [Theory]
    [InlineData(true, 4, 4)]
    [InlineData(false, 7, 2)] // each time an epoch, and two iterations that are lost
    public void RepeatedCrashesDoNotChangeTheResult(bool everyBatch, int iteration, int deaths)
    {
        for (int i = 0; i < deaths; i++)
        {
            Assert.Throws<TimeoutException>(
                () => _run.Run(CheckpointedRun.EndingBefore<TimeoutException>(iteration), everyBatch: everyBatch));
        }
        AssertWhole(_run.Run(CheckpointedRun.EndingBefore<TimeoutException>(iteration), everyBatch: everyBatch));
    }

    // Covers everything with state: weight averages, accumulated gradients, mixing, bf16.
    [Fact]
    public void ResumesWithEveryTrainingFeature()
    {
        TrainingSettings settings = CheckpointedRun.Settings.With(o =>
        {
            o.Optimizer.MovingAverageDecay = 0.9f;
            o.Optimizer.AccumulationSteps = 2;
            o.Optimizer.MaximumGradientNorm = 1;
            o.Augmentation.MixupAlpha = 0.5f;
            o.Augmentation.CutMixAlpha = 0.5f;
            o.LabelSmoothing = 0.1f;
            o.Precision = ResNetPrecision.BFloat16;
            o.EarlyStopping = new() { Metric = ResNetEarlyStoppingMetric.ValidationAccuracy, Patience = 3 };
        });
        TrainingResult whole = CheckpointedRun.Uninterrupted(settings);
        for (int death = 0; death < 4; death++)
        {
            Assert.Throws<TimeoutException>(
                () => _run.Run(CheckpointedRun.EndingBefore<TimeoutException>(3), everyBatch: true, settings: settings));
        }
        TrainingResult resumed = _run.Run(settings: settings);
        Assert.Equal(
            (whole.Model.WeightsSha256, whole.ModelEpoch), (resumed.Model.WeightsSha256, resumed.ModelEpoch));
        Assert.NotEqual(s_whole.Model.WeightsSha256, whole.Model.WeightsSha256);
    }

    [Fact]
    public void SavesIntermediateEpochsOnlyWhenConfigured()
    {
        Assert.Throws<TimeoutException>(
            () => _run.Run(CheckpointedRun.EndingBefore<TimeoutException>(2 * 5 + 3), everyEpochs: 2));
        RecordingObserver observer = new();
        AssertWhole(_run.Run(observer, everyEpochs: 2));
        Assert.Contains("the end of epoch 2", observer.Resumed[0], StringComparison.Ordinal);
        Assert.Equal([3], observer.Epochs.Select(epoch => epoch.Epoch));

        File.Delete(_run.File);
        Assert.Throws<TimeoutException>(
            () => _run.Run(CheckpointedRun.EndingBefore<TimeoutException>(2 * 5 + 3), everyEpochs: 0));
        AssertWhole(_run.Run(observer = new(), everyEpochs: 0));
        Assert.Contains("the start", observer.Resumed[0], StringComparison.Ordinal);
    }

    [Fact]
    public void FinishedRunReturnsItsModelWithoutTraining()
    {
        AssertWhole(_run.Run());
        byte[] file = File.ReadAllBytes(_run.File);
        RecordingObserver observer = new();
        AssertWhole(_run.Run(observer));
        Assert.Equal(0, observer.Iterations);
        Assert.Equal(file, File.ReadAllBytes(_run.File));
    }

    [Fact]
    public void ElapsedTimesAccumulateAcrossRuns()
    {
        Assert.Throws<TimeoutException>(() => _run.Run(CheckpointedRun.EndingBefore<TimeoutException>(5 + 3)));
        IReadOnlyList<ResNetEpochMetrics> epochs = _run.Run().Epochs;
        Assert.Equal(epochs.Select(epoch => epoch.Elapsed), epochs.Select(epoch => epoch.Elapsed).Order());
        Assert.All(epochs, epoch => Assert.InRange(epoch.ImagesPerSecond, 1, 1e7));
        Assert.Equal(TimeSpan.Zero, epochs[^1].Remaining);
    }

    [Fact]
    public void LabelCountsAccumulateAcrossRuns()
    {
        static ImageSubset Sets(ImageSubset set) => set with
        {
            Labels = ImageLabels.FromLabels(
                [.. Enumerable.Range(0, set.Labels.Length).Select(i => set.Labels.GetClass(i))],
                [.. Enumerable.Range(0, set.Labels.Length).Select(i => i + 1L)]),
        };
        TrainingResult Run(RecordingObserver observer) => _run.Run(
            observer, train: Sets(CheckpointedRun.Train), validation: Sets(CheckpointedRun.Validation));
        IReadOnlyList<ResNetEpochMetrics> whole = Run(new RecordingObserver()).Epochs;
        File.Delete(_run.File);
        Assert.Throws<OperationCanceledException>(
            () => Run(CheckpointedRun.EndingBefore<OperationCanceledException>(5 + 3)));
        IReadOnlyList<ResNetEpochMetrics> resumed = Run(new RecordingObserver()).Epochs;
        Assert.All(resumed, epoch => Assert.NotNull(epoch.TrainMicroF1));
        Assert.Equal(whole.Select(epoch => epoch.TrainMicroF1), resumed.Select(epoch => epoch.TrainMicroF1));
        Assert.Equal(
            whole.Select(epoch => epoch.ValidationMeanAveragePrecision),
            resumed.Select(epoch => epoch.ValidationMeanAveragePrecision));
    }

    [Fact]
    public void LeavesNoOtherFilesInTheFolder()
    {
        string stale = AtomicFile.TemporaryPath(_run.File);
        File.WriteAllText(stale, "left by a process that was killed");
        _run.Run();
        Assert.Equal([_run.File], Directory.GetFileSystemEntries(_run.Folder));
    }

    private static void AssertWhole(TrainingResult result)
    {
        Assert.Equal(s_whole.Model.WeightsSha256, result.Model.WeightsSha256);
        Assert.Equal(s_whole.Epochs.Select(Values), result.Epochs.Select(Values));

        static object Values(ResNetEpochMetrics epoch) => (
            epoch.Epoch, epoch.Epochs, epoch.TrainLoss, epoch.TrainAccuracy, epoch.ValidationLoss, epoch.ValidationAccuracy,
            epoch.LearningRate);
    }
}
