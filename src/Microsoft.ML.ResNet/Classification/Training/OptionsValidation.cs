using System.Runtime.CompilerServices;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Selection;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Checks options that training itself does not know, and makes the settings of those that it does.</summary>
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
        options.Architecture.Validate();
        RequireSize(options.ImageHeight);
        RequireSize(options.ImageWidth);
        RequireStored(options.StoredHeight, options.ImageHeight, nameof(options.ImageHeight));
        RequireStored(options.StoredWidth, options.ImageWidth, nameof(options.ImageWidth));
        if (options.Augmentation is null)
            throw new ArgumentNullException(nameof(options.Augmentation), "Augmentation is null.");
        Require(options.ImageChannels is 1 or 3, options.ImageChannels, "1 or 3");
        Require(Enum.IsDefined(options.Resizing), options.Resizing, "a ResizingKind");
        Require(Enum.IsDefined(options.PixelLayout), options.PixelLayout, "a PixelLayout");
        if (options.ClassWeights is null)
            throw new ArgumentNullException(nameof(options.ClassWeights), "ClassWeights is null; it may be ResNetClassWeights.None.");
        Require(
            Enum.IsDefined(options.TransferLearning), options.TransferLearning, "a ResNetTransferLearning");
        Require(Enum.IsDefined(options.BadImages), options.BadImages, "a ResNetBadImagePolicy");
        if (options.Normalization is { } normalization && normalization.Mean.Count != options.ImageChannels)
        {
            throw new ArgumentException(
                $"Normalization has {normalization.Mean.Count} channels, but ImageChannels is {options.ImageChannels}.");
        }
        Require(options.UnknownThreshold is >= 0 and <= 1, options.UnknownThreshold, "0 to 1");
        Require(options.LabelThreshold is >= 0 and <= 1, options.LabelThreshold, "0 to 1");
        Require(options.ValidationFraction is >= 0 and < 1, options.ValidationFraction, "0 to below 1");
        Require(
            Enum.IsDefined(options.TestTimeAugmentation), options.TestTimeAugmentation, "a TestTimeAugmentation");
        Require(options.NumberOfThreads is >= 0 and <= 1024, options.NumberOfThreads, "0 to 1024");
        Require(options.PixelStoreMemoryMB >= 0, options.PixelStoreMemoryMB, "at least 0");
        if (options.CheckpointPath is { Length: 0 })
            throw new ArgumentException("CheckpointPath is empty; it must name a file, or be null.");
        Require(options.CheckpointEveryEpochs is >= 0 and <= 100_000, options.CheckpointEveryEpochs, "0 to 100,000");
        Require(options.CheckpointEveryMinutes is >= 0 and <= 100_000, options.CheckpointEveryMinutes, "0 to 100,000");
        TrainingSettings settings =
            options.ToSettings(classes: 2, images: 2, ArchitectureValidation.MinimumImageSize, seed: 0);
        // How many stages there are to freeze, the network says that training starts from.
        if (options.GivenArchitecture is null && options.FrozenStages > 0)
            settings = settings with { FrozenStages = 0 };
        settings.Validate();
    }

    public static TrainingSettings ToSettings(
        this ResNetClassifierEstimator.Options options, int classes, long images, int smallerSide, int seed)
    {
        int batchSize = options.BatchSize ?? DefaultRecipe.BatchSize(images);
        return new TrainingSettings
        {
            Architecture = options.Architecture,
            ClassCount = classes,
            Epochs = options.Epochs,
            BatchSize = batchSize,
            LearningRate = options.LearningRate ?? DefaultRecipe.LearningRate(
                options.Architecture, options.Schedule, batchSize * options.AccumulationSteps),
            Schedule = options.Schedule,
            WarmupFraction = options.WarmupFraction ?? options.Schedule.DefaultWarmupFraction(),
            StepMilestones = options.StepMilestones,
            StepFactor = options.StepFactor,
            Momentum = options.Momentum,
            Nesterov = options.Nesterov,
            AccumulationSteps = options.AccumulationSteps,
            MaximumGradientNorm = options.MaximumGradientNorm,
            MovingAverageDecay = options.MovingAverageDecay,
            WeightDecay = options.WeightDecay,
            DecayBatchNorm = options.DecayBatchNorm,
            ZeroInitLastGamma = options.ZeroInitLastGamma,
            StochasticDepth = options.StochasticDepth,
            Normalization = options.Normalization?.ToChannels(),
            FrozenStages = options.FrozenStages,
            HeadLearningRateFactor = options.HeadLearningRateFactor,
            StageLearningRateDecay = options.StageLearningRateDecay,
            LabelSmoothing = options.LabelSmoothing,
            MixupAlpha = options.MixupAlpha,
            CutMixAlpha = options.CutMixAlpha,
            Augmentation = options.Augmentation,
            CropPadding = options.CropPadding ?? DefaultRecipe.CropPadding(options.Epochs, smallerSide),
            HorizontalFlip = options.HorizontalFlip,
            Precision = options.Precision,
            EarlyStopping = EarlyStoppingRule.Of(options.EarlyStopping),
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
        TrainingSettings.Require(condition, value, range, Last(option));

    public static string Last(string expression) => expression[(expression.LastIndexOf('.') + 1)..];
}
