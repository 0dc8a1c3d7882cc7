using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using static Microsoft.ML.ResNet.Classification.OptionsValidation;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>Validates the settings of an experiment.</summary>
internal static class ExperimentValidation
{
    /// <exception cref="ArgumentException">Names the setting, its value and its range.</exception>
    public static void Validate(this ResNetExperimentSettings settings)
    {
        Require(settings.MaxExperimentTimeInSeconds != 0, settings.MaxExperimentTimeInSeconds, "positive, or null");
        Require(settings.MaxModels is >= 1 and <= 10_000, settings.MaxModels, "1 to 10,000");
        Require(Enum.IsDefined(settings.OptimizingMetric), settings.OptimizingMetric, "a ResNetExperimentMetric");
        Require(
            settings.MaximumMemoryUsageInMegaByte is null or > 0, settings.MaximumMemoryUsageInMegaByte,
            "positive, or null");
        if (settings.CheckpointFolder is { Length: 0 })
            throw new ArgumentException("CheckpointFolder is empty; it must name a folder, or be null.");
        Require(settings.ValidationFraction is > 0 and < 1, settings.ValidationFraction, "above 0, below 1");
        Require(settings.MaximumEpochs is null or (>= 1 and <= 100_000), settings.MaximumEpochs, "1 to 100,000");
        Require(
            settings.MinimumEpochs is null || (settings.MinimumEpochs > 0
                && settings.MinimumEpochs <= (settings.MaximumEpochs ?? 100_000)),
            settings.MinimumEpochs, "above 0, at most MaximumEpochs");
        Require(settings.ReductionFactor is >= 2 and <= 100, settings.ReductionFactor, "2 to 100");
        if (settings.Options is null)
            throw new ArgumentNullException(nameof(settings.Options), "Options is null.");
        settings.Options.Validate();
    }
}
