using Microsoft.ML.ResNet.ModelBuilder;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetModelBuilderConfiguration
{
    /// <summary>
    /// The configuration for <c>mlContext.MulticlassClassification.CreateResNetExperiment</c>, which spends the
    /// training time on finding good options, where <see cref="Train"/> trains once.
    /// </summary>
    /// <remarks>
    /// The data are those of <see cref="LoadImages"/> with the label mapped to keys. A split becomes the experiment's
    /// validation fraction; folds and a folder of validation images do not: give the experiment a validation set.
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
