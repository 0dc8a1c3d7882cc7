namespace Microsoft.ML.ResNet;

/// <summary>The metric by which epochs are compared.</summary>
public enum ResNetEarlyStoppingMetric
{
    /// <summary><see cref="ResNetEpochMetrics.ValidationLoss"/>; lower is better.</summary>
    ValidationLoss,

    /// <summary><see cref="ResNetEpochMetrics.ValidationAccuracy"/>; higher is better.</summary>
    ValidationAccuracy,

    /// <summary><see cref="ResNetEpochMetrics.TrainLoss"/>; lower is better. Needs no validation set.</summary>
    TrainLoss,

    /// <summary>
    /// <see cref="ResNetEpochMetrics.ValidationMeanAveragePrecision"/>; higher is better. Multi-label networks only.
    /// </summary>
    ValidationMeanAveragePrecision,
}
