using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet;

/// <summary>What a Model Builder configuration was trained to.</summary>
public sealed class ResNetModelBuilderResult
{
    internal ResNetModelBuilderResult()
    {
    }

    /// <summary>
    /// The pipeline: from <c>Label</c> (text) and <c>ImageSource</c> (the content of an image file) to
    /// <c>PredictedLabel</c> (text) and <c>Score</c>, with the columns of Model Builder's <c>ModelInput</c> and
    /// <c>ModelOutput</c>.
    /// </summary>
    public required ITransformer Model { get; init; }

    /// <summary>The pipeline's network.</summary>
    public required ResNetClassifierTransformer Classifier { get; init; }

    /// <summary>The schema to save the model with.</summary>
    public required DataViewSchema InputSchema { get; init; }

    /// <summary>Measures on the validation images, of every fold in a cross-validation.</summary>
    public required IReadOnlyList<MulticlassClassificationMetrics> Metrics { get; init; }

    /// <summary><see cref="ResNetModelBuilderConfiguration.Metric"/> on the validation images, the mean over the
    /// folds.</summary>
    public required double Score { get; init; }

    /// <summary>What of the configuration was not honoured, and what the training time did not suffice for.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>How long everything took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
