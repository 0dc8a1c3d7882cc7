using Microsoft.ML.ResNet.ModelBuilder;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetModelBuilderConfiguration
{
    /// <summary>
    /// Creates settings for <c>mlContext.MulticlassClassification.CreateResNetExperiment</c>, which spends the training
    /// time on a search for good options, whereas <see cref="Train"/> trains once.
    /// </summary>
    /// <remarks>
    /// Use the data of <see cref="LoadImages"/> with the label mapped to keys. A split becomes the experiment's
    /// validation fraction. Folds and a validation folder are not converted: pass a validation set to the experiment.
    /// </remarks>
    public ResNetExperimentSettings CreateExperimentSettings()
    {
        var settings = new ResNetExperimentSettings
        {
            MaxExperimentTimeInSeconds =
                TrainingTime is { } time ? (uint)Math.Clamp(time.TotalSeconds, 1, uint.MaxValue) : null,
            OptimizingMetric = Metric switch
            {
                ResNetModelBuilderMetric.MacroAccuracy => ResNetExperimentMetric.MacroAccuracy,
                ResNetModelBuilderMetric.LogLoss or ResNetModelBuilderMetric.LogLossReduction => ResNetExperimentMetric.LogLoss,
                _ => ResNetExperimentMetric.MicroAccuracy,
            },
            Seed = Seed,
        };
        if (Validation.Fraction is { } fraction)
            settings.ValidationFraction = (float)fraction;
        settings.Options.LabelColumnName = ModelBuilderColumns.Label;
        settings.Options.ImageColumnName = ModelBuilderColumns.ImageSource;
        settings.Options.ImagePathColumnName = ModelBuilderColumns.ImagePath;
        return settings;
    }
}
