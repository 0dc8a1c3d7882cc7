namespace Microsoft.ML.ResNet;

/// <summary>The metric by which trials are compared, measured on the validation images.</summary>
public enum ResNetExperimentMetric
{
    /// <summary>
    /// The fraction of images classified correctly; with multi-label data, of images with every label correct.
    /// </summary>
    MicroAccuracy,

    /// <summary>
    /// The mean over the classes of the fraction of their images that is classified correctly. Single-label data only.
    /// </summary>
    MacroAccuracy,

    /// <summary>The mean cross-entropy, in nats; lower is better.</summary>
    LogLoss,

    /// <summary>The mean of the labels' average precisions. Multi-label data only.</summary>
    MeanAveragePrecision,
}
