namespace Microsoft.ML.ResNet;

/// <summary>What one epoch of training achieved.</summary>
public sealed class ResNetEpochMetrics
{
    /// <summary>Number of the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Number of epochs of the whole training.</summary>
    public required int Epochs { get; init; }

    /// <summary>
    /// Mean cross-entropy over the epoch's (augmented) training images, in nats, label smoothing and weights included;
    /// taken while the weights change.
    /// </summary>
    public required double TrainLoss { get; init; }

    /// <summary>
    /// Part of the epoch's (augmented) training images that were classified correctly, 0 to 1; mixed images count by
    /// the class that they show most of.
    /// </summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>
    /// Mean cross-entropy over the validation images after the epoch, in nats; null without validation.
    /// </summary>
    public double? ValidationLoss { get; init; }

    /// <summary>
    /// Part of the validation images classified correctly after the epoch, 0 to 1; null without validation.
    /// </summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>
    /// Where any number of labels applies: the F1 of all labels of the (augmented) training images together, at even
    /// odds, 0 to 1. Null where images are of one class. The accuracies are then the parts of images of which no label
    /// is wrong.
    /// </summary>
    public double? TrainMicroF1 { get; init; }

    /// <summary>The same of the validation images after the epoch; null without validation.</summary>
    public double? ValidationMicroF1 { get; init; }

    /// <summary>
    /// Where any number of labels applies: the mean of the labels' average precisions over the validation images after
    /// the epoch, 0 to 1, which depends on no threshold. Null without validation, and where images are of one class.
    /// </summary>
    public double? ValidationMeanAveragePrecision { get; init; }

    /// <summary>The learning rate of the epoch's last mini-batch.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Training images per second, validation not counted.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Time since training began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Estimated time until training ends.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>One line with the most important values.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"epoch {Epoch}/{Epochs}: loss {TrainLoss:F4}, accuracy {TrainAccuracy:P2}")
        + (TrainMicroF1 is null ? "" : FormattableString.Invariant($", F1 {TrainMicroF1:F4}"))
        + (ValidationAccuracy is null ? "" : FormattableString.Invariant(
            $", validation loss {ValidationLoss:F4}, accuracy {ValidationAccuracy:P2}"))
        + (ValidationMicroF1 is null ? "" : FormattableString.Invariant(
            $", F1 {ValidationMicroF1:F4}, mean average precision {ValidationMeanAveragePrecision:F4}"))
        + FormattableString.Invariant(
            $", learning rate {LearningRate:G4}, {ImagesPerSecond:F0} images/s, {Remaining:hh\\:mm\\:ss} left");
}
