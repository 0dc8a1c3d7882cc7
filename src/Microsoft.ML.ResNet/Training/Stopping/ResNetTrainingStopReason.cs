namespace Microsoft.ML.ResNet;

/// <summary>Why training ended.</summary>
public enum ResNetTrainingStopReason
{
    /// <summary>All epochs were completed.</summary>
    Completed,

    /// <summary>Stopped early, see <see cref="ResNetTrainingOptions.EarlyStopping"/>.</summary>
    EarlyStopping,

    /// <summary>
    /// Cancelled while <see cref="ResNetClassifierEstimator.Options.ReturnModelWhenCancelled"/> was set.
    /// </summary>
    Cancelled,
}
