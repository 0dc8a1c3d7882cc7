using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class CancellationTests
{
    [Fact]
    public void CancelledRunReturnsTheCurrentModel()
    {
        using CheckpointedRun run = new();
        TrainingResult result = run.Run(Cancelling(before: 8), returnWhenCancelled: true);
        Assert.Equal((ResNetTrainingStopReason.Cancelled, 2, 1), (result.StopReason, result.ModelEpoch, result.Epochs.Count));

        // The weights equal those after this many iterations, and the checkpoint can be resumed.
        TrainingResult same =
            CheckpointedRun.Uninterrupted(observer: Cancelling(before: 8), returnWhenCancelled: true);
        Assert.Equal(same.Model.WeightsSha256, result.Model.WeightsSha256);
        TrainingResult whole = CheckpointedRun.Uninterrupted();
        Assert.NotEqual(whole.Model.WeightsSha256, result.Model.WeightsSha256);
        Assert.Equal(whole.Model.WeightsSha256, run.Run().Model.WeightsSha256);
    }

    [Fact]
    public void CancelledRunWithEarlyStoppingReturnsTheBestEpoch()
    {
        TrainingSettings settings = CheckpointedRun.Settings.With(
            o => o.EarlyStopping = new() { Metric = ResNetEarlyStoppingMetric.TrainLoss, Patience = 10 });
        TrainingResult result = CheckpointedRun.Uninterrupted(
            settings, observer: Cancelling(before: 8), returnWhenCancelled: true);
        TrainingResult first = CheckpointedRun.Uninterrupted(
            settings, observer: Cancelling(before: 6), returnWhenCancelled: true);
        Assert.Equal((ResNetTrainingStopReason.Cancelled, 1), (result.StopReason, result.ModelEpoch));
        Assert.Equal(first.Model.WeightsSha256, result.Model.WeightsSha256);
    }

    [Fact]
    public void CancellationBeforeTheFirstIterationThrows() =>
        Assert.Throws<OperationCanceledException>(
            () => CheckpointedRun.Uninterrupted(observer: Cancelling(before: 1), returnWhenCancelled: true));

    private static RecordingObserver Cancelling(int before) =>
        CheckpointedRun.EndingBefore<OperationCanceledException>(before);
}
