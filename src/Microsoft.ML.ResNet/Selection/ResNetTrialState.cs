namespace Microsoft.ML.ResNet;

/// <summary>How far a trial has come.</summary>
public enum ResNetTrialState
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>It trains.</summary>
    Running,

    /// <summary>It waits for the other trials of its rung, or was cut short by time or cancellation.</summary>
    Paused,

    /// <summary>Others were better, or time was short: it was not trained further.</summary>
    Stopped,

    /// <summary>It was trained with the full budget.</summary>
    Completed,

    /// <summary>It ended with an exception.</summary>
    Failed,

    /// <summary>It needs more memory or time than there is, and was not begun.</summary>
    Refused,
}
