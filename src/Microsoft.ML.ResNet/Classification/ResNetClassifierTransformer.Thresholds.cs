namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierTransformer
{
    /// <summary>
    /// Whether any number of labels may apply to an image, because the training label was a vector; else one class
    /// does.
    /// </summary>
    public bool IsMultiLabel => _model.Rule.IsMultiLabel;

    /// <summary>
    /// The least probability that is predicted, 0 to 1. Of several labels, all that reach it are predicted; of classes,
    /// the most probable one if it does.
    /// </summary>
    public float Threshold => _model.Rule.Threshold;

    /// <summary>
    /// The same model that does not guess: where no class reaches a probability, <c>PredictedLabel</c> is the missing
    /// key, 0, which <c>MapKeyToValue</c> turns into the missing value (an empty text). <c>Score</c> stays as it is.
    /// </summary>
    /// <param name="threshold">The least probability of a class to be predicted: 0 (always one is) to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is not 0 to 1.</exception>
    /// <exception cref="InvalidOperationException">The model predicts any number of labels.</exception>
    public ResNetClassifierTransformer WithUnknownThreshold(float threshold) => IsMultiLabel
        ? throw new InvalidOperationException(
            "The model predicts any number of labels, none if none is probable: call WithLabelThreshold.")
        : WithThreshold(threshold);

    /// <summary>The same model with another threshold for its labels: fewer, surer ones, or more.</summary>
    /// <param name="threshold">The least probability of a label to be predicted: 0 (all are) to 1.</param>
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
