using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Model;

/// <summary>All that a trained classifier is: what a model file holds.</summary>
internal sealed record ClassifierModel(
    ResNetModel Network, ImageSpecification Specification, ClassLabels Classes, ScoringColumns Columns,
    ResNetBadImagePolicy BadImages, ResNetPrecision Precision,
    ActivationRanges? Ranges = null, LabelRule Rule = default)
{
    /// <summary>Which views of an image are scored.</summary>
    public ResNetTestTimeAugmentation TestTimeAugmentation { get; init; }

    /// <summary>How its training went; null if its values do not come from one training of this library.</summary>
    public ResNetTrainingReport? TrainingReport { get; init; }
}

/// <summary>The columns that a classifier reads and writes.</summary>
/// <param name="Image">The images.</param>
/// <param name="Path">A text column that names the image in messages, or null.</param>
/// <param name="Score">Probabilities.</param>
/// <param name="PredictedLabel">The most probable class, or the labels that apply.</param>
internal sealed record ScoringColumns(string Image, string? Path, string Score, string PredictedLabel);
