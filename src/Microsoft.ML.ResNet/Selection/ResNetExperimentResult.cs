namespace Microsoft.ML.ResNet;

/// <summary>The result of an experiment.</summary>
public sealed class ResNetExperimentResult
{
    /// <summary>The best trial, in its state when it became the best.</summary>
    public required ResNetTrial BestTrial { get; init; }

    /// <summary>
    /// The pipeline: the transforms given to the experiment, followed by the best trial's network. Transforms data with
    /// the schema of the experiment's input.
    /// </summary>
    public required ITransformer Model { get; init; }

    /// <summary>The classifier without the transforms before it.</summary>
    public required ResNetClassifierTransformer Classifier { get; init; }

    /// <summary>Options to train the best configuration again in a single run, for example on other data.</summary>
    public required ResNetClassifierEstimator.Options BestOptions { get; init; }

    /// <summary>All trials, by number.</summary>
    public required IReadOnlyList<ResNetTrial> Trials { get; init; }

    /// <summary>
    /// Total duration, including earlier runs with <see cref="ResNetExperimentSettings.CheckpointFolder"/>.
    /// </summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Why the experiment ended.</summary>
    public required ResNetExperimentStopReason StopReason { get; init; }

    /// <summary>
    /// Whether <see cref="Classifier"/> was trained on training and validation images together
    /// (<see cref="ResNetExperimentSettings.RefitOnAllImages"/>).
    /// </summary>
    public required bool IsRefit { get; init; }
}
