namespace Microsoft.ML.ResNet;

/// <summary>How a training run went.</summary>
public sealed class ResNetTrainingReport
{
    /// <summary>Images trained on.</summary>
    public required long TrainingImages { get; init; }

    /// <summary>Images validated on after every epoch; 0 without validation.</summary>
    public required long ValidationImages { get; init; }

    /// <summary>Rows of both sets left out because their image could not be decoded.</summary>
    public required long SkippedBadImages { get; init; }

    /// <summary>Rows of both sets left out because their label is missing.</summary>
    public required long SkippedMissingLabels { get; init; }

    /// <summary>The seed that was used: the same one with the same data and options gives the same weights.</summary>
    public required int Seed { get; init; }

    /// <summary>Why training ended.</summary>
    public required ResNetTrainingStopReason StopReason { get; init; }

    /// <summary>
    /// Number of the epoch, from 1, at whose end the weights were the model's; of a cancelled training perhaps the
    /// epoch that was not finished.
    /// </summary>
    public required int ModelEpoch { get; init; }

    /// <summary>
    /// What every epoch achieved, in order; with <see cref="ResNetClassifierEstimator.Options.CheckpointPath"/> those of
    /// earlier calls of <c>Fit</c> included.
    /// </summary>
    public required IReadOnlyList<ResNetEpochMetrics> Epochs { get; init; }
}
