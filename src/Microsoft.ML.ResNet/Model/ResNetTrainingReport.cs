namespace Microsoft.ML.ResNet;

/// <summary>Summary of a training run.</summary>
public sealed class ResNetTrainingReport
{
    /// <summary>Images trained on.</summary>
    public required long TrainingImages { get; init; }

    /// <summary>Images validated on after every epoch; 0 without validation.</summary>
    public required long ValidationImages { get; init; }

    /// <summary>Rows of both sets skipped because their image could not be decoded.</summary>
    public required long SkippedBadImages { get; init; }

    /// <summary>Rows of both sets skipped because their label is missing.</summary>
    public required long SkippedMissingLabels { get; init; }

    /// <summary>The seed used. The same seed, data and options give the same weights.</summary>
    public required int Seed { get; init; }

    /// <summary>Why training ended.</summary>
    public required ResNetTrainingStopReason StopReason { get; init; }

    /// <summary>
    /// The epoch, from 1, after which the model's weights were taken. After cancellation it may be the unfinished epoch.
    /// </summary>
    public required int ModelEpoch { get; init; }

    /// <summary>
    /// Metrics of every epoch, in order. A training resumed from
    /// <see cref="ResNetClassifierEstimator.Options.CheckpointPath"/> includes the epochs before the interruption.
    /// </summary>
    public required IReadOnlyList<ResNetEpochMetrics> Epochs { get; init; }

    /// <summary>
    /// What the phases of transfer learning gave; <see cref="Epochs"/> are then those of the final fine-tuning, if there was
    /// one. Null for a training by the schedule.
    /// </summary>
    public ResNetTransferReport? Transfer { get; init; }
}
