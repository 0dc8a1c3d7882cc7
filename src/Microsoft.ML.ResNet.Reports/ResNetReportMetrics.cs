namespace Microsoft.ML.ResNet;

/// <summary>What a report measured.</summary>
public sealed class ResNetReportMetrics
{
    /// <summary>Images that were evaluated.</summary>
    public required long Images { get; init; }

    /// <summary>Rows that were left out because their label is missing or their image cannot be decoded.</summary>
    public required long SkippedRows { get; init; }

    /// <summary>
    /// The part of the images of which the most probable class is the true one; with several labels, of which no label
    /// is wrong.
    /// </summary>
    public required double Accuracy { get; init; }

    /// <summary>
    /// The mean over the classes that occur of the part of their images that is right; with several labels, the mean F1
    /// of the labels.
    /// </summary>
    public required double MacroAccuracy { get; init; }

    /// <summary>
    /// The mean of -ln of the true class's probability, in nats; with several labels, the mean cross-entropy of an
    /// image's labels.
    /// </summary>
    public required double LogLoss { get; init; }

    /// <summary>
    /// The mean distance between the probability of the predicted class and how often it is right, over equal bins of
    /// probability (Guo et al. 2017, <i>On Calibration of Modern Neural Networks</i>, equation 3); with several labels,
    /// of every label's probability and how often it applies.
    /// </summary>
    public required double ExpectedCalibrationError { get; init; }
}
