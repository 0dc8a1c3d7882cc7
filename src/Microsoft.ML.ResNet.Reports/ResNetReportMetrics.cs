namespace Microsoft.ML.ResNet;

/// <summary>The main metrics of a report.</summary>
public sealed class ResNetReportMetrics
{
    /// <summary>Number of images evaluated.</summary>
    public required long Images { get; init; }

    /// <summary>Number of rows skipped because their label is missing or their image cannot be decoded.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>
    /// Fraction of images classified correctly, 0 to 1; for multi-label models, of images with every label correct.
    /// </summary>
    public required double Accuracy { get; init; }

    /// <summary>
    /// Mean over the classes that occur of the fraction of their images classified correctly, 0 to 1; for multi-label
    /// models, the mean F1 of the labels.
    /// </summary>
    public required double MacroAccuracy { get; init; }

    /// <summary>
    /// Mean negative log-likelihood of the true class, in nats; for multi-label models, the mean binary cross-entropy
    /// of an image's labels.
    /// </summary>
    public required double LogLoss { get; init; }

    /// <summary>
    /// Expected calibration error: the mean distance between predicted probability and accuracy over bins of equal
    /// width (Guo et al. 2017, <i>On Calibration of Modern Neural Networks</i>, equation 3); for multi-label models,
    /// between every label's probability and its frequency.
    /// </summary>
    public required double ExpectedCalibrationError { get; init; }
}
