namespace Microsoft.ML.ResNet;

/// <summary>
/// A training that resumes from a checkpoint: see <see cref="ResNetClassifierEstimator.Options.ResumedCallback"/>.
/// </summary>
public sealed class ResNetResumption
{
    /// <summary>The checkpoint file.</summary>
    public required string CheckpointPath { get; init; }

    /// <summary>Where training resumes, for messages: "epoch 3, iteration 17".</summary>
    public required string Position { get; init; }

    /// <summary>The epochs that were finished before.</summary>
    public required IReadOnlyList<ResNetEpochMetrics> Epochs { get; init; }

    /// <summary>"Resumes from the checkpoint 'a.checkpoint', written at epoch 3, iteration 17".</summary>
    public override string ToString() => $"Resumes from the checkpoint '{CheckpointPath}', written at {Position}";
}
