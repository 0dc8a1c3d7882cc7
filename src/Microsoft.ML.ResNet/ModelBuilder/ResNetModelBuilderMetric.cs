namespace Microsoft.ML.ResNet;

/// <summary>The metric that a Model Builder configuration optimizes, with ML.NET's names.</summary>
public enum ResNetModelBuilderMetric
{
    /// <summary>The fraction of images classified correctly.</summary>
    MicroAccuracy,

    /// <summary>
    /// The mean over the classes of the fraction classified correctly. Training then weights classes equally, whatever
    /// their sizes (<see cref="ResNetClassWeights.Balanced"/>).
    /// </summary>
    MacroAccuracy,

    /// <summary>The mean cross-entropy, which training minimizes.</summary>
    LogLoss,

    /// <summary>The reduction of the log-loss relative to predicting the class frequencies.</summary>
    LogLossReduction,
}
