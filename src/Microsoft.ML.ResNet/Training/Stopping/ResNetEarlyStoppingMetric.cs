namespace Microsoft.ML.ResNet;

/// <summary>What tells a good epoch from a better one.</summary>
public enum ResNetEarlyStoppingMetric
{
    /// <summary>The lower <see cref="ResNetEpochMetrics.ValidationLoss"/>.</summary>
    ValidationLoss,

    /// <summary>The higher <see cref="ResNetEpochMetrics.ValidationAccuracy"/>.</summary>
    ValidationAccuracy,

    /// <summary>The lower <see cref="ResNetEpochMetrics.TrainLoss"/>, which needs no validation set.</summary>
    TrainLoss,

    /// <summary>
    /// The higher <see cref="ResNetEpochMetrics.ValidationMeanAveragePrecision"/>, where any number of labels applies.
    /// </summary>
    ValidationMeanAveragePrecision,
}
