namespace Microsoft.ML.ResNet.Model;

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
