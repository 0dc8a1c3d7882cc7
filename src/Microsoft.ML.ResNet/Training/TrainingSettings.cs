using System.Runtime.CompilerServices;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Everything that decides a training run, apart from the images.</summary>
internal sealed record TrainingSettings
{
    /// <summary>
    /// The options, where those whose default depends on the images have a value too. Never changed: a copy for this run.
    /// </summary>
    public ResNetTrainingOptions Options { get; init; } = new();

    /// <summary>Number of classes, at least 2.</summary>
    public required int ClassCount { get; init; }

    /// <summary>How images are normalized; null for the initial model's, or else the training set's mean and deviation.</summary>
    public ChannelNormalization? Normalization { get; init; }

    /// <summary>Whether batch normalization keeps its pretrained values, in the stages that train too.</summary>
    public bool FreezesNormalization { get; init; }

    /// <summary>Height of the network's input: 0 for that of the stored images, else at most that.</summary>
    public int InputHeight { get; init; }

    /// <summary>Width of the network's input; like <see cref="InputHeight"/>.</summary>
    public int InputWidth { get; init; }

    /// <summary>For measurements; by default the fastest.</summary>
    public ConvolutionAlgorithm ConvolutionAlgorithm { get; init; }

    /// <summary>Decides initial weights, order and augmentation.</summary>
    public int Seed { get; init; }

    // Not public, and so not listed twice in a checkpoint.
    internal int BatchSize => Resolved(Options.BatchSize);

    internal float LearningRate => Resolved(Options.LearningRate);

    internal float WarmupFraction => Resolved(Options.Optimizer.WarmupFraction);

    internal int CropPadding => Resolved(Options.Augmentation.CropPadding);

    public ImageSize InputOf(ImageSize stored) => new(
        InputHeight == 0 ? stored.Height : InputHeight, InputWidth == 0 ? stored.Width : InputWidth);

    public void Validate()
    {
        OptionChecks.Validate(Options);
        OptionChecks.Require(
            ArchitectureValidation.IsClassCount(ClassCount), ClassCount, ArchitectureValidation.ClassRange);
    }

    private static T Resolved<T>(T? value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct => value ?? throw new InvalidOperationException($"{name} has no value for this training set.");
}
