namespace Microsoft.ML.ResNet.Model;

/// <summary>How a network's outputs become probabilities, and these the predicted labels.</summary>
/// <param name="IsMultiLabel">
/// Whether any number of labels may apply, each with the probability that the sigmoid gives it; else one class does,
/// and the softmax gives probabilities that sum to 1.
/// </param>
/// <param name="Threshold">
/// The least probability that is predicted, 0 to 1: of labels, all that reach it; of classes, the most probable one if
/// it does, else none is known.
/// </param>
internal readonly record struct PredictionRule(bool IsMultiLabel, float Threshold)
{
    /// <summary>Even odds.</summary>
    public const float DefaultLabelThreshold = 0.5f;
}
