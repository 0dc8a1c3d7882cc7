namespace Microsoft.ML.ResNet;

/// <summary>The state of a trial.</summary>
public enum ResNetTrialState
{
    /// <summary>Not started yet.</summary>
    Waiting,

    /// <summary>Training.</summary>
    Running,

    /// <summary>Waiting for the other trials of its rung, or interrupted by the time limit or cancellation.</summary>
    Paused,

    /// <summary>Not continued, because other trials were better or time was short.</summary>
    Stopped,

    /// <summary>Trained with the full budget.</summary>
    Completed,

    /// <summary>Ended by an exception.</summary>
    Failed,

    /// <summary>Not started, because it needs more memory or time than allowed.</summary>
    Refused,
}
