namespace Microsoft.ML.ResNet;

/// <summary>What an experiment found.</summary>
public sealed class ResNetExperimentResult
{
    /// <summary>The best trial, as it was when it was best.</summary>
    public required ResNetTrial BestTrial { get; init; }

    /// <summary>
    /// The best trial's model, with the steps that the experiment was given to go before it: transforms data as they
    /// were given to it.
    /// </summary>
    public required ITransformer Model { get; init; }

    /// <summary>The network alone.</summary>
    public required ResNetClassifierTransformer Classifier { get; init; }

    /// <summary>
    /// Options that train the best trial's network, in one go instead of several: to fit on other data, or to change.
    /// </summary>
    public required ResNetClassifierEstimator.Options BestOptions { get; init; }

    /// <summary>All trials, by number.</summary>
    public required IReadOnlyList<ResNetTrial> Trials { get; init; }

    /// <summary>
    /// Time that it took, everything included; with <see cref="ResNetExperimentSettings.CheckpointFolder"/> that of
    /// earlier runs as well.
    /// </summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Why it ended.</summary>
    public required ResNetExperimentStopReason StopReason { get; init; }

    /// <summary>
    /// Whether <see cref="Classifier"/> was trained on training and validation images together
    /// (<see cref="ResNetExperimentSettings.RefitOnAllImages"/>).
    /// </summary>
    public required bool IsRefit { get; init; }
}
