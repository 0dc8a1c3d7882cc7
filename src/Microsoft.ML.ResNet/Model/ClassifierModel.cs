using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Model;

/// <summary>A trained classifier: everything that a model file contains.</summary>
internal sealed record ClassifierModel(
    ResNetModel Network, ImageSpecification Specification, ClassLabels Classes, ScoringColumns Columns,
    ResNetBadImagePolicy BadImages, ResNetPrecision Precision,
    ActivationRanges? Ranges = null, PredictionRule Rule = default)
{
    /// <summary>The crops of an image whose scores are averaged.</summary>
    public ResNetTestTimeAugmentation TestTimeAugmentation { get; init; }

    /// <summary>How training went; null if the weights were not trained by this library in one run.</summary>
    public ResNetTrainingReport? TrainingReport { get; init; }
}

/// <summary>The columns that a classifier reads and writes.</summary>
/// <param name="Image">The images.</param>
/// <param name="Path">A text column with the image's path, for messages; or null.</param>
/// <param name="Score">Probabilities.</param>
/// <param name="PredictedLabel">The most probable class, or the labels that apply.</param>
internal sealed record ScoringColumns(string Image, string? Path, string Score, string PredictedLabel);

/// <summary>How logits become probabilities, and probabilities become predicted labels.</summary>
/// <param name="IsMultiLabel">
/// True for multi-label models: each label has its own sigmoid probability. False for one class per image: softmax
/// probabilities that sum to 1.
/// </param>
/// <param name="Threshold">
/// The minimum probability of a prediction, 0 to 1. Multi-label models predict every label that reaches it; others
/// predict the most probable class, or none if that does not reach it.
/// </param>
internal readonly record struct PredictionRule(bool IsMultiLabel, float Threshold)
{
    /// <summary>The default threshold of multi-label models.</summary>
    public const float DefaultLabelThreshold = 0.5f;
}
