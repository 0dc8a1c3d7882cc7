namespace Microsoft.ML.ResNet.Tool.Output;

/// <summary>What <c>train --json</c> writes.</summary>
internal sealed record TrainingSummary
{
    public required string Command { get; init; }

    /// <summary>The saved model.</summary>
    public required string Model { get; init; }

    public required ModelSummary Network { get; init; }
    public required long TrainImages { get; init; }
    public required long ValidationImages { get; init; }
    public required long SkippedImages { get; init; }
    public required int IgnoredFiles { get; init; }
    public required int Seed { get; init; }

    /// <summary>Completed, EarlyStopping or Cancelled.</summary>
    public required ResNetTrainingStopReason StopReason { get; init; }

    /// <summary>Number of the epoch whose weights the model has.</summary>
    public required int ModelEpoch { get; init; }

    public required IReadOnlyList<EpochSummary> Epochs { get; init; }
    public required double Seconds { get; init; }

    /// <summary>Training images per second over all epochs.</summary>
    public double? ImagesPerSecond { get; init; }

    public required double PeakMemoryMB { get; init; }

    /// <summary>On the validation images; not there without them, and after an interruption.</summary>
    public Evaluation? Evaluation { get; init; }
}

/// <summary>An epoch of a training.</summary>
internal sealed record EpochSummary(
    int Epoch, double TrainLoss, double TrainAccuracy, double? ValidationLoss, double? ValidationAccuracy,
    double? ValidationMeanAveragePrecision, float LearningRate, double ImagesPerSecond)
{
    public static EpochSummary Of(ResNetEpochMetrics m) => new(
        m.Epoch, m.TrainLoss, m.TrainAccuracy, m.ValidationLoss, m.ValidationAccuracy,
        m.ValidationMeanAveragePrecision, m.LearningRate, m.ImagesPerSecond);
}
