namespace Microsoft.ML.ResNet;

/// <summary>What tells a good trial from a better one, measured on the validation images.</summary>
public enum ResNetExperimentMetric
{
    /// <summary>
    /// The part of the images that are classified correctly; where any number of labels applies, of which no label is
    /// wrong.
    /// </summary>
    MicroAccuracy,

    /// <summary>The mean over the classes of the part of their images that are classified correctly.</summary>
    MacroAccuracy,

    /// <summary>The mean cross-entropy in nats; lower is better.</summary>
    LogLoss,

    /// <summary>Where any number of labels applies: the mean of the labels' average precisions.</summary>
    MeanAveragePrecision,
}
