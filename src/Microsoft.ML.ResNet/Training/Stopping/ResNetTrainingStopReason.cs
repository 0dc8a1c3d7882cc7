namespace Microsoft.ML.ResNet;

/// <summary>Why training ended.</summary>
public enum ResNetTrainingStopReason
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary><see cref="ResNetClassifierEstimator.Options.EarlyStopping"/> ended it.</summary>
    EarlyStopping,

    /// <summary>
    /// It was cancelled, and <see cref="ResNetClassifierEstimator.Options.ReturnModelWhenCancelled"/> is set.
    /// </summary>
    Cancelled,
}
