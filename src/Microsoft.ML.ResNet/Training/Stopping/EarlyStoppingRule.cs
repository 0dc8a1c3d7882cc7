namespace Microsoft.ML.ResNet.Training;

/// <summary>See <see cref="ResNetEarlyStopping"/>.</summary>
internal sealed record EarlyStoppingRule(ResNetEarlyStoppingMetric Metric, int Patience, double MinimumImprovement)
{
    public static EarlyStoppingRule? Of(ResNetEarlyStopping? options) =>
        options is null ? null : new EarlyStoppingRule(options.Metric, options.Patience, options.MinimumImprovement);

    /// <summary>The metric so that a lower value is a better one.</summary>
    public double Cost(ResNetEpochMetrics epoch) => Metric switch
    {
        ResNetEarlyStoppingMetric.ValidationLoss => epoch.ValidationLoss!.Value,
        ResNetEarlyStoppingMetric.ValidationAccuracy => -epoch.ValidationAccuracy!.Value,
        ResNetEarlyStoppingMetric.ValidationMeanAveragePrecision => -(epoch.ValidationMeanAveragePrecision ?? 0),
        _ => epoch.TrainLoss,
    };

    public void Validate()
    {
        TrainingSettings.Require(
            Enum.IsDefined(Metric), Metric, "an ResNetEarlyStoppingMetric", "EarlyStopping.Metric");
        TrainingSettings.Require(Patience is >= 1 and <= 100_000, Patience, "1 to 100,000", "EarlyStopping.Patience");
        TrainingSettings.Require(
            MinimumImprovement >= 0 && double.IsFinite(MinimumImprovement), MinimumImprovement, "at least 0 and finite",
            "EarlyStopping.MinimumImprovement");
    }

    /// <exception cref="ArgumentException">The metric needs images or labels that there are not.</exception>
    public void RequireImages(bool validation, bool isMultiLabel)
    {
        if (Metric == ResNetEarlyStoppingMetric.ValidationMeanAveragePrecision && !isMultiLabel)
        {
            throw new ArgumentException(
                $"EarlyStopping.Metric is {Metric}, but images are of one class: choose "
                + $"{ResNetEarlyStoppingMetric.ValidationAccuracy}.");
        }
        if (Metric != ResNetEarlyStoppingMetric.TrainLoss && !validation)
        {
            throw new ArgumentException(
                $"EarlyStopping.Metric is {Metric}, but nothing is validated on: give Fit a validation set, set "
                + $"ValidationFraction, or choose {ResNetEarlyStoppingMetric.TrainLoss}.");
        }
    }
}
