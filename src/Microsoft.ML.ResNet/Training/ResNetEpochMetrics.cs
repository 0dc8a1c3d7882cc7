namespace Microsoft.ML.ResNet;

/// <summary>Metrics of one training epoch.</summary>
public sealed class ResNetEpochMetrics
{
    /// <summary>Number of the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Number of epochs of the whole training.</summary>
    public required int Epochs { get; init; }

    /// <summary>
    /// Mean cross-entropy over the epoch's (augmented) training images, in nats, including label smoothing and weights;
    /// accumulated while the weights change.
    /// </summary>
    public required double TrainLoss { get; init; }

    /// <summary>
    /// Fraction of the epoch's (augmented) training images classified correctly, 0 to 1. A mixed image counts as the
    /// class with the largest weight.
    /// </summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>
    /// Mean cross-entropy over the validation images after the epoch, in nats; null without validation.
    /// </summary>
    public double? ValidationLoss { get; init; }

    /// <summary>
    /// Fraction of the validation images classified correctly after the epoch, 0 to 1; null without validation.
    /// </summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>
    /// Multi-label networks: micro-averaged F1 over the (augmented) training images at a threshold of 0.5, 0 to 1; null
    /// for single-label networks. For multi-label networks the accuracies are exact-match ratios, the fractions of
    /// images with every label correct.
    /// </summary>
    public double? TrainMicroF1 { get; init; }

    /// <summary>
    /// Micro-averaged F1 over the validation images after the epoch, like <see cref="TrainMicroF1"/>; null without
    /// validation.
    /// </summary>
    public double? ValidationMicroF1 { get; init; }

    /// <summary>
    /// Multi-label networks: mean average precision over the labels, on the validation images after the epoch, 0 to 1.
    /// Independent of the threshold. Null without validation and for single-label networks.
    /// </summary>
    public double? ValidationMeanAveragePrecision { get; init; }

    /// <summary>The learning rate of the epoch's last mini-batch.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Training images per second, excluding validation.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Time since training started, including earlier runs of a resumed training.</summary>
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
