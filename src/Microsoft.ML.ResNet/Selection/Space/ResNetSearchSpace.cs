using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet;

/// <summary>
/// The search space of a <see cref="ResNetExperiment"/>: a range, a choice or a fixed value (<see cref="ResNetSweep"/>) for
/// each property. Properties that are null keep the value of the recipe or of the experiment's options.
/// </summary>
/// <example>
/// <code>
/// var space = new ResNetSearchSpace
/// {
///     Architecture = ResNetSweep.Choice(ResNetArchitecture.ResNet18, ResNetArchitecture.ResNet34),
///     ImageSize = ResNetSweep.Choice(128, 160),
///     LearningRateFactor = ResNetSweep.UniformSingle(0.3f, 3f, logBase: true),
///     Precision = ResNetPrecision.BFloat16,
/// };
/// </code>
/// </example>
public sealed partial class ResNetSearchSpace
{
    /// <summary>The recipe that the other properties override. Default: null, none.</summary>
    public ResNetSweep<ResNetRecipe>? Recipe { get; set; }

    /// <summary>See <see cref="ResNetTrainingOptions.Architecture"/>. Default: null.</summary>
    public ResNetSweep<ResNetArchitecture>? Architecture { get; set; }

    /// <summary>
    /// See <see cref="ResNetClassifierEstimator.Options.Pretrained"/>. A trial that starts from weights has their
    /// network, whatever <see cref="Architecture"/>, <see cref="BlocksPerStage"/> and <see cref="WidthFactor"/> are;
    /// <see cref="ResNetPretrainedWeights.None"/> is for one that does not. Default: null.
    /// </summary>
    public ResNetSweep<ResNetPretrainedWeights>? Pretrained { get; set; }

    /// <summary>Depth: blocks per stage, 1 to 1024. Default: null, the architecture's.</summary>
    public ResNetSweep<int>? BlocksPerStage { get; set; }

    /// <summary>
    /// Width: multiplies the channels of stem and stages; positive. Channels are rounded to multiples of 8. Default:
    /// null, for 1.
    /// </summary>
    public ResNetSweep<float>? WidthFactor { get; set; }

    /// <summary>
    /// Height and width of the network's input, 16 to 8192. Several sizes need encoded images. Default: null.
    /// </summary>
    public ResNetSweep<int>? ImageSize { get; set; }

    /// <summary>
    /// Images per mini-batch, 1 to 65,536. A learning rate that is not swept scales in proportion. Default: null.
    /// </summary>
    public ResNetSweep<int>? BatchSize { get; set; }

    /// <summary>See <see cref="ResNetTrainingOptions.LearningRate"/>. Default: null.</summary>
    public ResNetSweep<float>? LearningRate { get; set; }

    /// <summary>
    /// Multiplies the learning rate, or the default for architecture, schedule and batch size; positive. Default: null,
    /// for 1.
    /// </summary>
    public ResNetSweep<float>? LearningRateFactor { get; set; }

    /// <summary>See <see cref="ResNetOptimizerOptions.WeightDecay"/>. Default: null.</summary>
    public ResNetSweep<float>? WeightDecay { get; set; }

    /// <summary>See <see cref="ResNetTrainingOptions.LabelSmoothing"/>. Default: null.</summary>
    public ResNetSweep<float>? LabelSmoothing { get; set; }

    /// <summary>See <see cref="ResNetAugmentationOptions.MixupAlpha"/>. Default: null.</summary>
    public ResNetSweep<float>? MixupAlpha { get; set; }

    /// <summary>
    /// Scales the color changes, erasing, cutout and crop range of the recipe's or options' augmentation: 0 for none,
    /// 1 for unchanged, 2 for twice as strong. Default: null, for 1.
    /// </summary>
    public ResNetSweep<float>? AugmentationStrength { get; set; }

    /// <summary>See <see cref="ResNetTrainingOptions.Precision"/>. Default: null.</summary>
    public ResNetSweep<ResNetPrecision>? Precision { get; set; }

    /// <summary>
    /// Maximum number of parameters; configurations with more are not drawn. Default: null, no limit.
    /// </summary>
    public long? MaximumParameters { get; set; }

    /// <summary>Returns whether a configuration may be drawn. Must be deterministic. Default: null, all may.</summary>
    public Func<ResNetClassifierEstimator.Options, bool>? Constraint { get; set; }

    /// <summary>The properties that are set, in a fixed order: the random numbers of each depend on it.</summary>
    internal IReadOnlyList<SearchDimension> Dimensions =>
    [
        .. SearchDimension.FromSweep(nameof(Recipe), Recipe),
        .. SearchDimension.FromSweep(nameof(Architecture), Architecture),
        .. SearchDimension.FromSweep(nameof(Pretrained), Pretrained),
        .. SearchDimension.FromSweep(nameof(BlocksPerStage), BlocksPerStage),
        .. SearchDimension.FromSweep(nameof(WidthFactor), WidthFactor),
        .. SearchDimension.FromSweep(nameof(ImageSize), ImageSize),
        .. SearchDimension.FromSweep(nameof(BatchSize), BatchSize),
        .. SearchDimension.FromSweep(nameof(LearningRate), LearningRate),
        .. SearchDimension.FromSweep(nameof(LearningRateFactor), LearningRateFactor),
        .. SearchDimension.FromSweep(nameof(WeightDecay), WeightDecay),
        .. SearchDimension.FromSweep(nameof(LabelSmoothing), LabelSmoothing),
        .. SearchDimension.FromSweep(nameof(MixupAlpha), MixupAlpha),
        .. SearchDimension.FromSweep(nameof(AugmentationStrength), AugmentationStrength),
        .. SearchDimension.FromSweep(nameof(Precision), Precision),
    ];

    internal ResNetSearchSpace Copy() => (ResNetSearchSpace)MemberwiseClone();
}
