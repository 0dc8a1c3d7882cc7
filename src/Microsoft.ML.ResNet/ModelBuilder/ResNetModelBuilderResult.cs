using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet;

/// <summary>The result of training a Model Builder configuration.</summary>
public sealed class ResNetModelBuilderResult
{
    internal ResNetModelBuilderResult()
    {
    }

    /// <summary>
    /// The pipeline, with the columns of Model Builder's <c>ModelInput</c> and <c>ModelOutput</c>. Input: <c>Label</c>
    /// (text) and <c>ImageSource</c> (the content of an image file). Output: <c>PredictedLabel</c> (text) and
    /// <c>Score</c>.
    /// </summary>
    public required ITransformer Model { get; init; }

    /// <summary>The classifier in the pipeline.</summary>
    public required ResNetClassifierTransformer Classifier { get; init; }

    /// <summary>The schema to save the model with.</summary>
    public required DataViewSchema InputSchema { get; init; }

    /// <summary>Metrics on the validation images; with cross-validation, one entry per fold.</summary>
    public required IReadOnlyList<MulticlassClassificationMetrics> Metrics { get; init; }

    /// <summary>The value of <see cref="ResNetModelBuilderConfiguration.Metric"/> on the validation images; with
    /// cross-validation, the mean over the folds.</summary>
    public required double Score { get; init; }

    /// <summary>Settings of the configuration that were ignored, and effects of the training time.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>Total duration.</summary>
    public required TimeSpan Elapsed { get; init; }
}
