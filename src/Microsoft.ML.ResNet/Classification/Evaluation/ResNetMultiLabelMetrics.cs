namespace Microsoft.ML.ResNet;

/// <summary>How well labels were predicted, any number of which may apply to an image.</summary>
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
    /// The mean of the labels' average precisions, 0 to 1, which looks at the order of the scores and at no threshold.
    /// Labels that apply to no image are left out; NaN if all do.
    /// </summary>
    public required double MeanAveragePrecision { get; init; }

    /// <summary>The part of the images of which no label is wrong, 0 to 1.</summary>
    public required double ExactMatch { get; init; }

    /// <summary>The part of all decisions, one for every label of every image, that are wrong: 0 to 1.</summary>
    public required double HammingLoss { get; init; }

    /// <summary>Every label's own, in the order of the scores.</summary>
    public required IReadOnlyList<ResNetLabelMetrics> PerLabel { get; init; }

    /// <summary>One line with the most important values.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Images} images: F1 {MicroF1:F4} micro, {MacroF1:F4} macro")
        + FormattableString.Invariant(
            $", mean average precision {MeanAveragePrecision:F4}, exact match {ExactMatch:P2}");
}

/// <summary>How well one label was predicted.</summary>
public sealed class ResNetLabelMetrics
{
    /// <summary>The label.</summary>
    public required string Name { get; init; }

    /// <summary>Images to which it applies.</summary>
    public required long Images { get; init; }

    /// <summary>
    /// Of the images for which it was predicted, the part to which it applies; NaN if there are none.
    /// </summary>
    public required double Precision { get; init; }

    /// <summary>
    /// Of the images to which it applies, the part for which it was predicted; NaN if there are none.
    /// </summary>
    public required double Recall { get; init; }

    /// <summary>The harmonic mean of both; NaN if it neither applies to an image nor was predicted.</summary>
    public required double F1 { get; init; }

    /// <summary>
    /// The mean precision over the ranks of the images to which it applies, by score; NaN if there are none.
    /// </summary>
    public required double AveragePrecision { get; init; }
}
