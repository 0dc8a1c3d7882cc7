using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet;

/// <summary>
/// Ends training when a metric no longer improves, and returns the model of the best epoch (Prechelt 1998).
/// </summary>
/// <remarks>
/// Schedules that lower the learning rate towards the last epoch (all but
/// <see cref="ResNetLearningRateSchedule.Constant"/>) are best at the end; with them choose a patience that is longer than
/// the epochs at a high rate. To keep the best epoch's weights without stopping early, set <see cref="Patience"/> to the
/// number of epochs.
/// </remarks>
public sealed class ResNetEarlyStopping : IOptionGroup
{
    /// <summary>
    /// The metric. Those of validation need a validation set or
    /// <see cref="ResNetClassifierEstimator.Options.ValidationFraction"/>. Default:
    /// <see cref="ResNetEarlyStoppingMetric.ValidationLoss"/>.
    /// </summary>
    [Description("Early stopping: the metric that has to improve.")]
    public ResNetEarlyStoppingMetric Metric { get; set; } = ResNetEarlyStoppingMetric.ValidationLoss;

    /// <summary>Training ends after this number of epochs without an improvement: 1 to 100,000. Default: 10.</summary>
    [Range(1, 100_000)]
    [Description("Stop after this number of epochs without improvement, and keep the best epoch's model.")]
    public int Patience { get; set; } = 10;

    /// <summary>
    /// How much better than at the last improvement the metric must be to count as improved, in the metric's unit (nats, or a
    /// share of 1): at least 0. The model is that of the best epoch however small its lead. Default: 0.
    /// </summary>
    [Range(0, double.MaxValue)]
    [Description("Early stopping: how much better the metric must be to count as improved.")]
    public double MinimumImprovement { get; set; }

    /// <summary>The metric with a sign such that lower is better.</summary>
    internal double Cost(ResNetEpochMetrics epoch) => Metric switch
    {
        ResNetEarlyStoppingMetric.ValidationLoss => epoch.ValidationLoss!.Value,
        ResNetEarlyStoppingMetric.ValidationAccuracy => -epoch.ValidationAccuracy!.Value,
        ResNetEarlyStoppingMetric.ValidationMeanAveragePrecision => -(epoch.ValidationMeanAveragePrecision ?? 0),
        _ => epoch.TrainLoss,
    };

    /// <exception cref="ArgumentException">The metric needs images or labels that are missing.</exception>
    internal void RequireImages(bool validation, bool isMultiLabel)
    {
        if (Metric == ResNetEarlyStoppingMetric.ValidationMeanAveragePrecision && !isMultiLabel)
        {
            throw new ArgumentException(
                $"EarlyStopping.Metric is {Metric}, but every image has one class: choose "
                + $"{ResNetEarlyStoppingMetric.ValidationAccuracy}.");
        }
        if (Metric != ResNetEarlyStoppingMetric.TrainLoss && !validation)
        {
            throw new ArgumentException(
                $"EarlyStopping.Metric is {Metric}, but there are no validation images: pass a validation set to Fit, set "
                + $"ValidationSet or ValidationFraction, or choose {ResNetEarlyStoppingMetric.TrainLoss}.");
        }
    }

    internal ResNetEarlyStopping Copy() => (ResNetEarlyStopping)MemberwiseClone();

    void IOptionGroup.ValidateTogether(string prefix)
    {
    }
}
