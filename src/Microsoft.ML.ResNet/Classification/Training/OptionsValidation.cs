using System.Runtime.CompilerServices;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Validates the options of a classifier, and completes them for a training set.</summary>
internal static class OptionsValidation
{
    /// <exception cref="ArgumentException">Names the option, its value and its range.</exception>
    public static void Validate(this ResNetClassifierEstimator.Options options)
    {
        RequireName(options.LabelColumnName);
        RequireName(options.ImageColumnName);
        if (options.ExampleWeightColumnName is not null)
            RequireName(options.ExampleWeightColumnName);
        RequireName(options.ScoreColumnName);
        RequireName(options.PredictedLabelColumnName);
        if (options.ScoreColumnName == options.PredictedLabelColumnName)
            throw new ArgumentException(
                $"ScoreColumnName and PredictedLabelColumnName are both '{options.ScoreColumnName}'.");
        OptionChecks.Validate(options);
        RequireSize(options.ImageHeight);
        RequireSize(options.ImageWidth);
        RequireStored(options.StoredHeight, options.ImageHeight, nameof(options.ImageHeight));
        RequireStored(options.StoredWidth, options.ImageWidth, nameof(options.ImageWidth));
        if (options.Normalization is { } normalization && normalization.Mean.Count != options.ImageChannels)
        {
            throw new ArgumentException(
                $"Normalization has {normalization.Mean.Count} channels, but ImageChannels is {options.ImageChannels}.");
        }
        if (options.CheckpointPath is { Length: 0 })
            throw new ArgumentException("CheckpointPath is empty; it must name a file, or be null.");
    }

    /// <summary>The settings of a training, with the defaults that depend on the training set.</summary>
    public static TrainingSettings ToSettings(
        this ResNetClassifierEstimator.Options options, int classes, long images, int smallerSide, int seed)
    {
        ResNetClassifierEstimator.Options resolved = options.Copy();
        resolved.BatchSize ??= DefaultRecipe.BatchSize(images);
        resolved.LearningRate ??= DefaultRecipe.LearningRate(
            resolved.Architecture, resolved.Schedule, resolved.BatchSize.Value * resolved.Optimizer.AccumulationSteps);
        resolved.Optimizer.WarmupFraction ??= resolved.Schedule.DefaultWarmupFraction();
        resolved.Augmentation.CropPadding ??= DefaultRecipe.CropPadding(resolved.Epochs, smallerSide);
        return new TrainingSettings
        {
            Options = resolved,
            ClassCount = classes,
            Normalization = options.Normalization?.ToChannels(),
            Seed = seed,
        };
    }

    /// <summary>Threads that decode and compute.</summary>
    public static int ThreadCount(this ResNetClassifierEstimator.Options options) =>
        options.NumberOfThreads == 0 ? Environment.ProcessorCount : options.NumberOfThreads;

    /// <summary>Where training is saved; null for nowhere.</summary>
    public static CheckpointSettings? CheckpointSettings(this ResNetClassifierEstimator.Options options) =>
        options.CheckpointPath is not { } path ? null : new CheckpointSettings(
            path, options.CheckpointEveryEpochs, TimeSpan.FromMinutes(options.CheckpointEveryMinutes));

    private static void RequireName(string? name, [CallerArgumentExpression(nameof(name))] string option = "")
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException(
                $"{Last(option)} is {(name is null ? "null" : "empty")}; it must name a column.");
    }

    public static void RequireSize(int size, [CallerArgumentExpression(nameof(size))] string option = "") => Require(
        size is 0 || ArchitectureValidation.IsImageSize(size), size,
        $"0 or {ArchitectureValidation.MinimumImageSize} to {ArchitectureValidation.MaximumImageSize}", option);

    private static void RequireStored(
        int size, int input, string inputName, [CallerArgumentExpression(nameof(size))] string option = "")
    {
        RequireSize(size, option);
        Require(size == 0 || size >= input, size, $"at least {inputName}, {input}", option);
    }

    public static void Require(
        bool condition, object? value, string range, [CallerArgumentExpression(nameof(value))] string option = "") =>
        OptionChecks.Require(condition, value, range, Last(option));

    public static string Last(string expression) => expression[(expression.LastIndexOf('.') + 1)..];
}
