namespace Microsoft.ML.ResNet;

/// <summary>Why an experiment ended.</summary>
public enum ResNetExperimentStopReason
{
    /// <summary>The best trial has had its full budget.</summary>
    Completed,

    /// <summary><see cref="ResNetExperimentSettings.MaxExperimentTimeInSeconds"/> were over.</summary>
    TimeLimit,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}
