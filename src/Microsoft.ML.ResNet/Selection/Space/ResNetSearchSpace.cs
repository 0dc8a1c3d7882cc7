using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet;

/// <summary>
/// What a <see cref="ResNetExperiment"/> chooses from: a range, a choice or a fixed value (<see cref="ResNetSweep"/>) for
/// each property. Properties that are null stay as the recipe or the experiment's options have them.
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
    /// <summary>The recipe that everything else is set over. Default: null, none.</summary>
    public ResNetSweep<ResNetRecipe>? Recipe { get; set; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.Architecture"/>. Default: null.</summary>
    public ResNetSweep<ResNetArchitecture>? Architecture { get; set; }

    /// <summary>The depth: blocks in every stage, 1 to 1024. Default: null, the architecture's.</summary>
    public ResNetSweep<int>? BlocksPerStage { get; set; }

    /// <summary>
    /// The width: what the channels of stem and stages are multiplied by, positive; rounded to multiples of 8. Default:
    /// null, for 1.
    /// </summary>
    public ResNetSweep<float>? WidthFactor { get; set; }

    /// <summary>
    /// Height and width of the network's input, 16 to 8192. Only encoded images can be brought to several sizes.
    /// Default: null.
    /// </summary>
    public ResNetSweep<int>? ImageSize { get; set; }

    /// <summary>
    /// Images per mini-batch, 1 to 65,536. A learning rate that is not swept follows in proportion. Default: null.
    /// </summary>
    public ResNetSweep<int>? BatchSize { get; set; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.LearningRate"/>. Default: null.</summary>
    public ResNetSweep<float>? LearningRate { get; set; }

    /// <summary>
    /// What the learning rate, or that which suits architecture, schedule and batch size, is multiplied by: positive.
    /// Default: null, for 1.
    /// </summary>
    public ResNetSweep<float>? LearningRateFactor { get; set; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.WeightDecay"/>. Default: null.</summary>
    public ResNetSweep<float>? WeightDecay { get; set; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.LabelSmoothing"/>. Default: null.</summary>
    public ResNetSweep<float>? LabelSmoothing { get; set; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.MixupAlpha"/>. Default: null.</summary>
    public ResNetSweep<float>? MixupAlpha { get; set; }

    /// <summary>
    /// What the changes of colours, erasing and cutout of the recipe's or options' augmentation are multiplied by, and
    /// how much smaller than the image its crops may be: 0 for none, 1 as they are, 2 for twice as much. Default: null,
    /// for 1.
    /// </summary>
    public ResNetSweep<float>? AugmentationStrength { get; set; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.Precision"/>. Default: null.</summary>
    public ResNetSweep<ResNetPrecision>? Precision { get; set; }

    /// <summary>
    /// The most trainable values of a network; configurations with more are not drawn. Default: null.
    /// </summary>
    public long? MaximumParameters { get; set; }

    /// <summary>
    /// Says of a configuration whether it is worth a trial; others are not drawn. It must always say the same. Default:
    /// null, all are.
    /// </summary>
    public Func<ResNetClassifierEstimator.Options, bool>? Constraint { get; set; }

    /// <summary>What is swept, in an order that never changes: it decides which random numbers are whose.</summary>
    internal IReadOnlyList<SearchDimension> Dimensions =>
    [
        .. SearchDimension.Of(nameof(Recipe), Recipe),
        .. SearchDimension.Of(nameof(Architecture), Architecture),
        .. SearchDimension.Of(nameof(BlocksPerStage), BlocksPerStage),
        .. SearchDimension.Of(nameof(WidthFactor), WidthFactor),
        .. SearchDimension.Of(nameof(ImageSize), ImageSize),
        .. SearchDimension.Of(nameof(BatchSize), BatchSize),
        .. SearchDimension.Of(nameof(LearningRate), LearningRate),
        .. SearchDimension.Of(nameof(LearningRateFactor), LearningRateFactor),
        .. SearchDimension.Of(nameof(WeightDecay), WeightDecay),
        .. SearchDimension.Of(nameof(LabelSmoothing), LabelSmoothing),
        .. SearchDimension.Of(nameof(MixupAlpha), MixupAlpha),
        .. SearchDimension.Of(nameof(AugmentationStrength), AugmentationStrength),
        .. SearchDimension.Of(nameof(Precision), Precision),
    ];

    internal ResNetSearchSpace Copy() => (ResNetSearchSpace)MemberwiseClone();
}
