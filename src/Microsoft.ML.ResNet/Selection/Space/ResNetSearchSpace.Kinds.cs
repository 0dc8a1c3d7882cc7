using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetSearchSpace
{
    /// <summary>
    /// For thousands of images of about 32x32, such as CIFAR-10: the paper's network, wider ones, and one with four
    /// stages, in bfloat16, scored with horizontal flips.
    /// </summary>
    public static ResNetSearchSpace SmallImages() => new()
    {
        Recipe = ResNetRecipe.SmallImagesInLittleTime,
        Architecture = ResNetSweep.Choice(ResNetArchitecture.ResNet20, FourStages),
        WidthFactor = ResNetSweep.Choice(1f, 1.5f, 2f, 3f),
        BatchSize = ResNetSweep.Choice(64, 128),
        LearningRateFactor = ResNetSweep.UniformSingle(0.5f, 2f, logBase: true),
        WeightDecay = ResNetSweep.UniformSingle(2e-4f, 1e-3f, logBase: true, defaultValue: 5e-4f),
        LabelSmoothing = ResNetSweep.Choice(0f, 0.1f),
        AugmentationStrength = ResNetSweep.Choice(0f, 1f),
    };

    /// <summary>For thousands of photographs or more.</summary>
    public static ResNetSearchSpace Photographs() => new()
    {
        Recipe = ResNetRecipe.Photographs,
        Architecture = ResNetSweep.Choice(
            ResNetArchitecture.ResNet18, ResNetArchitecture.ResNet18D, ResNetArchitecture.ResNet34,
            ResNetArchitecture.ResNet50D),
        ImageSize = ResNetSweep.Choice(160, 128, 192),
        BatchSize = ResNetSweep.Choice(32, 64),
        LearningRateFactor = ResNetSweep.UniformSingle(0.3f, 3f, logBase: true),
        WeightDecay = ResNetSweep.UniformSingle(1e-4f, 1e-3f, logBase: true, defaultValue: 5e-4f),
        AugmentationStrength = ResNetSweep.UniformSingle(0.3f, 1.5f, defaultValue: 1),
        Precision = ResNetPrecision.BFloat16,
    };

    /// <summary>For a few hundred photographs or fewer.</summary>
    public static ResNetSearchSpace TinyDataSet() => new()
    {
        Recipe = ResNetRecipe.TinyDataSet,
        Architecture = ResNetSweep.Choice(
            ResNetArchitecture.ResNet18, ResNetArchitecture.ResNet18D, ResNetArchitecture.ResNet34),
        WidthFactor = ResNetSweep.Choice(1f, 0.5f),
        ImageSize = ResNetSweep.Choice(128, 96, 160),
        BatchSize = ResNetSweep.Choice(16, 32),
        LearningRateFactor = ResNetSweep.UniformSingle(0.3f, 3f, logBase: true),
        WeightDecay = ResNetSweep.UniformSingle(2e-4f, 2e-3f, logBase: true, defaultValue: 5e-4f),
        MixupAlpha = ResNetSweep.Choice(0.2f, 0f),
        AugmentationStrength = ResNetSweep.UniformSingle(0.3f, 1.5f, defaultValue: 1),
        Precision = ResNetPrecision.BFloat16,
    };

    /// <summary>Chooses a search space by the number of images and the size of the first one.</summary>
    /// <param name="data">The images.</param>
    /// <param name="options">Provide the image column's name and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">The column is missing or of a wrong type.</exception>
    public static ResNetSearchSpace For(IDataView data, ResNetClassifierEstimator.Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return SearchSpaceChoice.For(data, options ?? new ResNetClassifierEstimator.Options());
    }

    // Four stages of two blocks instead of three stages of three: more of the work is done at low resolution with many
    // channels, so a step is faster although there are three times as many weights.
    private static ResNetArchitecture FourStages { get; } = new()
    {
        Name = "ResNet18-16",
        Stem = ResNetStem.Cifar,
        StageDepths = [2, 2, 2, 2],
        StageWidths = [16, 32, 64, 128],
        Shortcut = ResNetShortcut.Projection,
    };
}
