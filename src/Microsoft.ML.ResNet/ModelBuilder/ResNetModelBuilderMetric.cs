namespace Microsoft.ML.ResNet;

/// <summary>What a Model Builder configuration asks a model to be good at, by ML.NET's names.</summary>
public enum ResNetModelBuilderMetric
{
    /// <summary>The part of images that are classified correctly.</summary>
    MicroAccuracy,

    /// <summary>
    /// The mean of that part over the classes. Training then counts classes equally, whatever their sizes
    /// (<see cref="ResNetClassWeights.Balanced"/>).
    /// </summary>
    MacroAccuracy,

    /// <summary>The mean cross-entropy, which is what training minimises.</summary>
    LogLoss,

    /// <summary>How much lower the log-loss is than that of guessing by the sizes of the classes.</summary>
    LogLossReduction,
}
