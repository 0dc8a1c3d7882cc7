using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet.Training;

/// <summary>All that decides a training run, apart from the images.</summary>
internal sealed record TrainingSettings
{
    public required ResNetArchitecture Architecture { get; init; }

    /// <summary>Number of classes, at least 2.</summary>
    public required int ClassCount { get; init; }

    /// <summary>Passes over the training set, 1 to 100,000.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Images per mini-batch, 1 to 65,536.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Mini-batches whose gradients make one step of descent: 1 to 1024.</summary>
    public int AccumulationSteps { get; init; } = 1;

    /// <summary>The highest learning rate of the schedule: positive.</summary>
    public float LearningRate { get; init; } = 0.2f;

    public ResNetLearningRateSchedule Schedule { get; init; } = ResNetLearningRateSchedule.OneCycle;

    /// <summary>The part of all iterations in which the learning rate rises: 0 to below 1.</summary>
    public float WarmupFraction { get; init; } = 0.2f;

    /// <summary>
    /// Parts of all iterations after which <see cref="ResNetLearningRateSchedule.Step"/> steps: rising, 0 to 1.
    /// </summary>
    public IReadOnlyList<float> StepMilestones { get; init; } = [0.5f, 0.75f];

    /// <summary>What the learning rate is multiplied by at a milestone: above 0, at most 1.</summary>
    public float StepFactor { get; init; } = 0.1f;

    /// <summary>0 to below 1.</summary>
    public float Momentum { get; init; } = 0.9f;

    public bool Nesterov { get; init; } = true;

    /// <summary>The norm that longer gradients are shortened to: positive, or 0 for none.</summary>
    public float MaximumGradientNorm { get; init; }

    /// <summary>Decay of the moving average of the weights, which is the result then: 0 (none) to below 1.</summary>
    public float MovingAverageDecay { get; init; }

    /// <summary>The L2 penalty: at least 0.</summary>
    public float WeightDecay { get; init; } = 5e-4f;

    /// <summary>
    /// Whether weight decay also acts on scales and shifts of batch normalisation and on the head's bias.
    /// </summary>
    public bool DecayBatchNorm { get; init; }

    /// <summary>
    /// Whether the last scale of every block, or the last weights of a pre-activation block, starts at 0, so that a
    /// block starts as its shortcut.
    /// </summary>
    public bool ZeroInitLastGamma { get; init; }

    /// <summary>How images are normalised; null for what the initial model or the training set says.</summary>
    public ChannelNormalization? Normalization { get; init; }

    /// <summary>Stages from the stem, that included, whose values stay as they are: 0 (none) to all.</summary>
    public int FrozenStages { get; init; }

    /// <summary>Whether batch normalisation stays as it was learned, in the stages that train too.</summary>
    public bool FreezesNormalization { get; init; }

    /// <summary>The head's learning rate as a part of the schedule's: positive.</summary>
    public float HeadLearningRateFactor { get; init; } = 1;

    /// <summary>A stage's learning rate as a part of that of the stage after it: above 0, at most 1.</summary>
    public float StageLearningRateDecay { get; init; } = 1;

    /// <summary>The probability that an iteration leaves out the last block: 0 to below 1.</summary>
    public float StochasticDepth { get; init; }

    /// <summary>The part of the target that is spread over all classes: 0 to below 1.</summary>
    public float LabelSmoothing { get; init; }

    /// <summary>Mixes images and their labels: 0 for not at all, or the shape of the Beta distribution.</summary>
    public float MixupAlpha { get; init; }

    /// <summary>Replaces a box of an image by another's: 0 for not at all, or the shape of the Beta
    /// distribution.</summary>
    public float CutMixAlpha { get; init; }

    /// <summary>Height of the network's input: 0 for that of the stored images, else no more than it.</summary>
    public int InputHeight { get; init; }

    /// <summary>Width of the network's input; like <see cref="InputHeight"/>.</summary>
    public int InputWidth { get; init; }

    /// <summary>Crops, colours and erasing.</summary>
    public ResNetAugmentationOptions Augmentation { get; init; } = new();

    /// <summary>Pixels of padding before the random crop: 0 (no crop) to 1024.</summary>
    public int CropPadding { get; init; } = 4;

    /// <summary>Whether half of the images, chosen anew in every epoch, are mirrored left to right.</summary>
    public bool HorizontalFlip { get; init; } = true;

    public ResNetPrecision Precision { get; init; }

    /// <summary>For measurements; else the fastest.</summary>
    public ConvolutionAlgorithm ConvolutionAlgorithm { get; init; }

    /// <summary>When to stop before the last epoch, and that the best epoch counts; null for neither.</summary>
    public EarlyStoppingRule? EarlyStopping { get; init; }

    /// <summary>Decides initial weights, order and augmentation.</summary>
    public int Seed { get; init; }

    public ImageSize InputOf(ImageSize stored) => new(
        InputHeight == 0 ? stored.Height : InputHeight, InputWidth == 0 ? stored.Width : InputWidth);

    public void Validate()
    {
        Architecture.Validate();
        Require(
            ArchitectureValidation.IsClassCount(ClassCount), ClassCount, ArchitectureValidation.ClassRange);
        Require(Epochs is >= 1 and <= 100_000, Epochs, "1 to 100,000");
        Require(BatchSize is >= 1 and <= 65_536, BatchSize, "1 to 65,536");
        Require(AccumulationSteps is >= 1 and <= 1024, AccumulationSteps, "1 to 1024");
        Require(LearningRate > 0 && float.IsFinite(LearningRate), LearningRate, "positive and finite");
        Require(Enum.IsDefined(Schedule), Schedule, "a ResNetLearningRateSchedule");
        Require(WarmupFraction is >= 0 and < 1, WarmupFraction, "0 to below 1");
        Require(StepMilestones is not null && IsRising(StepMilestones), StepMilestones, "rising, each 0 to 1");
        Require(StepFactor is > 0 and <= 1, StepFactor, "above 0, at most 1");
        Require(Momentum is >= 0 and < 1, Momentum, "0 to below 1");
        Require(
            MaximumGradientNorm >= 0 && float.IsFinite(MaximumGradientNorm), MaximumGradientNorm,
            "at least 0 and finite");
        Require(MovingAverageDecay is >= 0 and < 1, MovingAverageDecay, "0 to below 1");
        Require(WeightDecay >= 0 && float.IsFinite(WeightDecay), WeightDecay, "at least 0 and finite");
        Require(
            FrozenStages >= 0 && FrozenStages <= Architecture.StageDepths.Count, FrozenStages,
            $"0 to {Architecture.StageDepths.Count}, the stages of {Architecture}");
        Require(
            HeadLearningRateFactor > 0 && float.IsFinite(HeadLearningRateFactor), HeadLearningRateFactor,
            "positive and finite");
        Require(StageLearningRateDecay is > 0 and <= 1, StageLearningRateDecay, "above 0, at most 1");
        Require(StochasticDepth is >= 0 and < 1, StochasticDepth, "0 to below 1");
        Require(
            StochasticDepth == 0 || Architecture.Shortcut != ResNetShortcut.None, StochasticDepth,
            $"0 for {Architecture}, which has no shortcuts");
        Require(LabelSmoothing is >= 0 and < 1, LabelSmoothing, "0 to below 1");
        Require(MixupAlpha is >= 0 and <= 100, MixupAlpha, "0 to 100");
        Require(CutMixAlpha is >= 0 and <= 100, CutMixAlpha, "0 to 100");
        Require(
            Precision is ResNetPrecision.Float32 or ResNetPrecision.BFloat16, Precision,
            "Float32 or BFloat16; Int8 is for scoring, see ResNetClassifierTransformer.Quantize");
        EarlyStopping?.Validate();
        Require(CropPadding is >= 0 and <= 1024, CropPadding, "0 to 1024");
        Augmentation.Validate();
    }

    private static bool IsRising(IReadOnlyList<float> milestones)
    {
        float previous = 0;
        foreach (float milestone in milestones)
        {
            if (!(milestone >= previous && milestone <= 1))
                return false;
            previous = milestone;
        }
        return true;
    }

    internal static void Require(
        bool condition, object? value, string range, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!condition)
        {
            string text = value switch
            {
                null => "null",
                IReadOnlyList<float> list =>
                    $"[{string.Join(", ", list.Select(item => item.ToString(CultureInfo.InvariantCulture)))}]",
                _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            };
            throw new ArgumentOutOfRangeException(name, $"{name} is {text}; it must be {range}.");
        }
    }
}
