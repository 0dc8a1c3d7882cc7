namespace Microsoft.ML.ResNet;

/// <summary>Why an experiment ended.</summary>
public enum ResNetExperimentStopReason
{
    /// <summary>The best trial was trained with its full budget.</summary>
    Completed,

    /// <summary>
    /// The time limit was reached, see <see cref="ResNetExperimentSettings.MaxExperimentTimeInSeconds"/>.
    /// </summary>
    TimeLimit,

    /// <summary>The experiment was cancelled.</summary>
    Cancelled,
}
