using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class EarlyStoppingTests
{
    private static readonly ResNetEarlyStopping s_rule = new() { Patience = 2 };

    private static readonly TrainingSettings s_settings = CheckpointedRun.Settings.With(o =>
    {
        o.Epochs = 30;
        o.Schedule = ResNetLearningRateSchedule.Constant;
        o.Optimizer.WarmupFraction = 0;
        o.EarlyStopping = s_rule;
    });

    // Random labels: the better the network fits the training set, the worse the validation metric.
    private static readonly ImageSubset s_nonsense = CheckpointedRun.Validation with
    {
        Labels = Enumerable.Range(0, CheckpointedRun.Validation.Labels.Length)
            .Select(i => (CheckpointedRun.Validation.Labels.GetClass(i) + 1) % SyntheticImages.Classes).ToArray(),
    };

    [Fact]
    public void StopsEarlyAndReturnsTheBestEpoch()
    {
        TrainingResult result = CheckpointedRun.Uninterrupted(s_settings, s_nonsense);

        Assert.Equal(ResNetTrainingStopReason.EarlyStopping, result.StopReason);
        Assert.InRange(result.Epochs.Count, 3, 29);
        ResNetEpochMetrics best = result.Epochs.MinBy(epoch => epoch.ValidationLoss)!;
        Assert.Equal((best.Epoch, result.Epochs.Count), (result.ModelEpoch, best.Epoch + s_rule.Patience));
        using NativeContext context = NativeContext.Create(1);
        using InferenceNetwork network = new(result.Model, context);
        BatchLoss loss = network.Evaluate(s_nonsense, () => { });
        Assert.Equal(best.ValidationLoss!.Value, loss.LossSum / s_nonsense.Rows.Length, 1e-12);
    }

    [Fact]
    public void ResumedRunStopsAtTheSameEpochWithTheSameModel()
    {
        TrainingResult whole = CheckpointedRun.Uninterrupted(s_settings, s_nonsense);
        using CheckpointedRun run = new();
        for (int i = 0; i < 2; i++)
        {
            // Each run completes an epoch and loses some iterations.
            Assert.Throws<TimeoutException>(() => run.Run(
                CheckpointedRun.EndingBefore<TimeoutException>(8 - i), settings: s_settings, validation: s_nonsense));
        }
        Assert.Equal(Values(whole), Values(run.Run(settings: s_settings, validation: s_nonsense)));

        // A stopped run stays stopped.
        RecordingObserver observer = new();
        Assert.Equal(Values(whole), Values(run.Run(observer, settings: s_settings, validation: s_nonsense)));
        Assert.Equal(0, observer.Iterations);

        static object Values(TrainingResult result) =>
            (result.Model.WeightsSha256, result.ModelEpoch, result.StopReason, result.Epochs.Count);
    }

    [Fact]
    public void RunsAllEpochsWhileTheMetricImproves()
    {
        TrainingSettings settings = s_settings.With(o =>
        {
            o.Epochs = 3;
            o.EarlyStopping = new ResNetEarlyStopping { Metric = ResNetEarlyStoppingMetric.TrainLoss, Patience = 2 };
        });
        TrainingResult result = CheckpointedRun.Uninterrupted(settings, CheckpointedRun.Validation with { Rows = default });
        Assert.Equal((ResNetTrainingStopReason.Completed, 3), (result.StopReason, result.Epochs.Count));
        Assert.Equal(result.Epochs.MinBy(epoch => epoch.TrainLoss)!.Epoch, result.ModelEpoch);
    }

    [Fact]
    public void RejectsValidationMetricsWithoutValidationImages()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => CheckpointedRun.Uninterrupted(s_settings, CheckpointedRun.Validation with { Rows = default }));
        Assert.Contains("EarlyStopping.Metric is ValidationLoss", error.Message, StringComparison.Ordinal);
    }
}
