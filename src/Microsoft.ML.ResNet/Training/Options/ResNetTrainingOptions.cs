using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet;

/// <summary>
/// The options that decide how a network is trained, apart from the images: the base of
/// <see cref="ResNetClassifierEstimator.Options"/>.
/// </summary>
public class ResNetTrainingOptions : IOptionGroup
{
    internal ResNetTrainingOptions()
    {
    }

    /// <summary>
    /// The network. Default, also by null: that of the previous model or of the pretrained weights, or else
    /// <see cref="ResNetArchitecture.ResNet20"/>, which is made for images of 32x32.
    /// </summary>
    [AllowNull]
    [JsonIgnore]
    [Description("The network, such as ResNet20, ResNet56, ResNet18, ResNet50; 'resnet info' lists them.")]
    public ResNetArchitecture Architecture
    {
        get => GivenArchitecture ?? ResNetArchitecture.ResNet20;
        set => GivenArchitecture = value;
    }

    /// <summary>
    /// The number format of training, and of the model's scoring. <see cref="ResNetPrecision.BFloat16"/> needs about half
    /// the memory and is faster on CPUs with instructions for it; on others the log warns that it is slower.
    /// <see cref="ResNetPrecision.Int8"/> is not possible: see <see cref="ResNetClassifierTransformer.Quantize"/>. Default:
    /// <see cref="ResNetPrecision.Float32"/>.
    /// </summary>
    [Description("Number format of training and scoring.")]
    public ResNetPrecision Precision { get; set; } = ResNetPrecision.Float32;

    /// <summary>Passes over the training set, 1 to 100,000. Default: 30.</summary>
    [Range(1, 100_000)]
    [Description("Passes over the training images.")]
    public int Epochs { get; set; } = 30;

    /// <summary>
    /// Images per mini-batch, 1 to 65,536. Default: null, for the largest of 16, 32 and 64 that gives at least 20 steps an
    /// epoch. The paper uses 128 (section 4.2).
    /// </summary>
    [Range(1, 65_536)]
    [Description("Images per mini-batch. Default: the largest of 16, 32 and 64 that gives 20 steps an epoch")]
    public int? BatchSize { get; set; }

    /// <summary>
    /// The highest learning rate of the schedule; positive. Default: null, for a rate in proportion to the batch size. At
    /// 128 images it is 0.05 for architectures for large images and 0.1 for those for small ones, as in the paper; for the
    /// latter 0.3 with <see cref="ResNetLearningRateSchedule.OneCycle"/> and
    /// <see cref="ResNetLearningRateSchedule.WarmupCosine"/>.
    /// </summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    [Description("Highest learning rate of the schedule. Default: in proportion to the batch size")]
    public float? LearningRate { get; set; }

    /// <summary>How the learning rate changes. Default: <see cref="ResNetLearningRateSchedule.OneCycle"/>.</summary>
    [Description("How the learning rate changes.")]
    public ResNetLearningRateSchedule Schedule { get; set; } = ResNetLearningRateSchedule.OneCycle;

    /// <summary>Details of the schedule and of stochastic gradient descent.</summary>
    public ResNetOptimizerOptions Optimizer { get; set; } = new();

    /// <summary>
    /// Label smoothing: the share of the target that is spread evenly over all classes, 0 to below 1 (Szegedy et al. 2016).
    /// Default: 0.
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    [Description("Share of the target that is spread over all classes.")]
    public float LabelSmoothing { get; set; }

    /// <summary>
    /// Stochastic depth (Huang et al. 2016): the probability that an iteration skips the residual function of the last
    /// block, 0 to below 1. Earlier blocks are skipped less often, in proportion to their depth. It regularizes very deep
    /// networks and speeds up their training, by a quarter at 0.5, the paper's value for 110 layers. Default: 0.
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    [Description("Probability that an iteration skips the last residual block.")]
    public float StochasticDepth { get; set; }

    /// <summary>
    /// Whether the last batch normalization of every block starts at scale 0, so that a block starts as its shortcut
    /// (Goyal et al. 2017). Default: false, as in the paper.
    /// </summary>
    [Description("Start every block as its shortcut.")]
    public bool ZeroInitLastGamma { get; set; }

    /// <summary>How training images are varied at random. Default: padded crops and mirror images.</summary>
    public ResNetAugmentationOptions Augmentation { get; set; } = new();

    /// <summary>
    /// For transfer learning: the number of stages, counted from the image and including the stem, whose values do not
    /// change: 0 for none, at most the number of <see cref="ResNetArchitecture.StageDepths"/>, which leaves only the head
    /// to train. Frozen stages compute as in scoring (batch normalization uses its running statistics, which do not change
    /// either) and are not differentiated, so that a step needs less time and memory. Needs a previous model or pretrained
    /// weights. Default: 0.
    /// </summary>
    [Range(0, int.MaxValue)]
    [Description("Transfer learning: stages whose weights do not change, counted from the image.")]
    public int FrozenStages { get; set; }

    /// <summary>
    /// The head's learning rate as a multiple of the schedule's, positive: above 1 for a new head on a pretrained network.
    /// Default: 1.
    /// </summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    [Description("The last layer's learning rate as a multiple of the schedule's.")]
    public float HeadLearningRateFactor { get; set; } = 1;

    /// <summary>
    /// A stage's learning rate divided by that of the stage after it, above 0, at most 1: the last stage has the schedule's
    /// rate, and the stem counts as the stage before the first (discriminative fine-tuning, Howard and Ruder 2018, section
    /// 3.2). Default: 1, the same rate for all.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    [Description("A stage's learning rate divided by that of the stage after it.")]
    public float StageLearningRateDecay { get; set; } = 1;

    /// <summary>
    /// Ends training when a metric no longer improves, and returns the model of the best epoch. Default: null, for all
    /// epochs and the model of the last one.
    /// </summary>
    public ResNetEarlyStopping? EarlyStopping { get; set; }

    /// <summary>The network that was named; null for none.</summary>
    [JsonInclude]
    [JsonPropertyName(nameof(Architecture))]
    internal ResNetArchitecture? GivenArchitecture { get; set; }

    internal ResNetTrainingOptions Copy()
    {
        var copy = (ResNetTrainingOptions)MemberwiseClone();
        copy.Optimizer = Optimizer?.Copy()!;
        copy.Augmentation = Augmentation?.Copy()!;
        copy.EarlyStopping = EarlyStopping?.Copy();
        return copy;
    }

    void IOptionGroup.ValidateTogether(string prefix)
    {
        Architecture.Validate();
        OptionChecks.Require(
            GivenArchitecture is null || FrozenStages <= Architecture.StageDepths.Count, FrozenStages,
            $"0 to {Architecture.StageDepths.Count}, the stages of {Architecture}");
        OptionChecks.Require(
            StochasticDepth == 0 || Architecture.Shortcut != ResNetShortcut.None, StochasticDepth,
            $"0 for {Architecture}, which has no shortcuts");
        OptionChecks.Require(
            Precision != ResNetPrecision.Int8, Precision,
            "Float32 or BFloat16; Int8 is for scoring, see ResNetClassifierTransformer.Quantize");
    }
}
