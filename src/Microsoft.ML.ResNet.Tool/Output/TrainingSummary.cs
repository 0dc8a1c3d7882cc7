namespace Microsoft.ML.ResNet.Tool.Output;

/// <summary>The output of <c>train --json</c>.</summary>
internal sealed record TrainingSummary
{
    public required string Command { get; init; }

    /// <summary>Path of the saved model.</summary>
    public required string Model { get; init; }

    public required ModelSummary Network { get; init; }
    public required long TrainImages { get; init; }
    public required long ValidationImages { get; init; }
    public required long SkippedImages { get; init; }
    public required int IgnoredFiles { get; init; }
    public required int Seed { get; init; }

    /// <summary>Completed, EarlyStopping or Cancelled.</summary>
    public required ResNetTrainingStopReason StopReason { get; init; }

    /// <summary>The epoch that the model's weights are from, starting at 1.</summary>
    public required int ModelEpoch { get; init; }

    public required IReadOnlyList<EpochSummary> Epochs { get; init; }
    public required double Seconds { get; init; }

    /// <summary>Training images per second over all epochs.</summary>
    public double? ImagesPerSecond { get; init; }

    public required double PeakMemoryMB { get; init; }

    /// <summary>Metrics on the test images, or else the validation images; null without any, and after an interruption.</summary>
    public Evaluation? Evaluation { get; init; }
}

/// <summary>The metrics of an epoch.</summary>
internal sealed record EpochSummary(
    int Epoch, double TrainLoss, double TrainAccuracy, double? ValidationLoss, double? ValidationAccuracy,
    double? ValidationMeanAveragePrecision, float LearningRate, double ImagesPerSecond)
{
    public static EpochSummary From(ResNetEpochMetrics m) => new(
        m.Epoch, m.TrainLoss, m.TrainAccuracy, m.ValidationLoss, m.ValidationAccuracy,
        m.ValidationMeanAveragePrecision, m.LearningRate, m.ImagesPerSecond);
}
