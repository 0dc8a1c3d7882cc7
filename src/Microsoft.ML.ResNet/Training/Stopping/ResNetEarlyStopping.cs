namespace Microsoft.ML.ResNet;

/// <summary>
/// Ends training when a metric has stopped getting better, and gives the model of the best epoch (Prechelt 1998).
/// </summary>
/// <remarks>
/// Schedules that lower the learning rate towards the last epoch (all but
/// <see cref="ResNetLearningRateSchedule.Constant"/>) reach their best at the end; with them choose a patience that outlasts
/// the epochs at a high rate. To take the best epoch's weights without ever stopping, set <see cref="Patience"/> to the
/// number of epochs.
/// </remarks>
public sealed class ResNetEarlyStopping
{
    /// <summary>
    /// What is watched. Metrics of validation need a validation set or
    /// <see cref="ResNetClassifierEstimator.Options.ValidationFraction"/>. Default:
    /// <see cref="ResNetEarlyStoppingMetric.ValidationLoss"/>.
    /// </summary>
    public ResNetEarlyStoppingMetric Metric { get; set; } = ResNetEarlyStoppingMetric.ValidationLoss;

    /// <summary>
    /// Training ends when so many epochs in a row have brought no improvement: 1 to 100,000. Default: 10.
    /// </summary>
    public int Patience { get; set; } = 10;

    /// <summary>
    /// By how much the metric must be better than at the last improvement to count as one, in the metric's unit (nats, or
    /// parts of 1): at least 0. The model is that of the best epoch however small its lead. Default: 0.
    /// </summary>
    public double MinimumImprovement { get; set; }
}
