namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierTransformer
{
    /// <summary>
    /// Whether an image may have any number of labels, because the training label was a vector; otherwise it has one
    /// class.
    /// </summary>
    public bool IsMultiLabel => _model.Rule.IsMultiLabel;

    /// <summary>
    /// The smallest probability of a prediction, 0 to 1. All labels that reach it are predicted, or the most probable
    /// class if it does.
    /// </summary>
    public float Threshold => _model.Rule.Threshold;

    /// <summary>
    /// The same model with a threshold: if no class reaches a probability, <c>PredictedLabel</c> is the missing
    /// key, 0, which <c>MapKeyToValue</c> turns into the missing value (an empty text). <c>Score</c> does not change.
    /// </summary>
    /// <param name="threshold">The smallest probability of a predicted class: 0 (a class is always predicted) to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is not 0 to 1.</exception>
    /// <exception cref="InvalidOperationException">The model predicts any number of labels.</exception>
    public ResNetClassifierTransformer WithUnknownThreshold(float threshold) => IsMultiLabel
        ? throw new InvalidOperationException(
            "The model predicts any number of labels, none if none is probable: call WithLabelThreshold.")
        : WithThreshold(threshold);

    /// <summary>The same model with another threshold for its labels: a higher one predicts fewer labels.</summary>
    /// <param name="threshold">The smallest probability of a predicted label: 0 (all are) to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is not 0 to 1.</exception>
    /// <exception cref="InvalidOperationException">The model predicts one class.</exception>
    public ResNetClassifierTransformer WithLabelThreshold(float threshold) => IsMultiLabel
        ? WithThreshold(threshold)
        : throw new InvalidOperationException("The model predicts one class: call WithUnknownThreshold.");

    private ResNetClassifierTransformer WithThreshold(float threshold) => threshold is >= 0 and <= 1
        ? new ResNetClassifierTransformer(
            _environment, _model with { Rule = _model.Rule with { Threshold = threshold } })
        : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be 0 to 1.");
}
