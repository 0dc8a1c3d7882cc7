namespace Microsoft.ML.ResNet;

/// <summary>Quality of the predictions of a model with several labels per image.</summary>
public sealed class ResNetMultiLabelMetrics
{
    /// <summary>
    /// Images that were evaluated; those without a score, because they cannot be decoded, are left out.
    /// </summary>
    public required long Images { get; init; }

    /// <summary>
    /// The harmonic mean of precision and recall over all labels of all images together, 0 to 1: frequent labels count
    /// more.
    /// </summary>
    public required double MicroF1 { get; init; }

    /// <summary>
    /// The mean of the labels' F1, 0 to 1: every label counts the same. Labels that neither apply to an image nor were
    /// predicted are left out.
    /// </summary>
    public required double MacroF1 { get; init; }

    /// <summary>
    /// The mean of the labels' average precisions, 0 to 1, which depends on the order of the scores only, not on a threshold.
    /// Labels that apply to no image are left out; NaN if there are no others.
    /// </summary>
    public required double MeanAveragePrecision { get; init; }

    /// <summary>The share of images without a wrong label, 0 to 1.</summary>
    public required double ExactMatch { get; init; }

    /// <summary>The share of wrong decisions, one for every label of every image: 0 to 1.</summary>
    public required double HammingLoss { get; init; }

    /// <summary>The metrics of every label, in the order of the scores.</summary>
    public required IReadOnlyList<ResNetLabelMetrics> PerLabel { get; init; }

    /// <summary>One line with the most important values.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Images} images: F1 {MicroF1:F4} micro, {MacroF1:F4} macro")
        + FormattableString.Invariant(
            $", mean average precision {MeanAveragePrecision:F4}, exact match {ExactMatch:P2}");
}

/// <summary>Quality of the predictions of one label.</summary>
public sealed class ResNetLabelMetrics
{
    /// <summary>The label.</summary>
    public required string Name { get; init; }

    /// <summary>Images with the label.</summary>
    public required long Images { get; init; }

    /// <summary>
    /// The share of images with the label among those for which it was predicted; NaN if it was never predicted.
    /// </summary>
    public required double Precision { get; init; }

    /// <summary>
    /// The share of images for which the label was predicted among those that have it; NaN if no image has it.
    /// </summary>
    public required double Recall { get; init; }

    /// <summary>The harmonic mean of both; NaN if it neither applies to an image nor was predicted.</summary>
    public required double F1 { get; init; }

    /// <summary>
    /// The mean precision over the ranks of the images to which it applies, by score; NaN if there are none.
    /// </summary>
    public required double AveragePrecision { get; init; }
}
