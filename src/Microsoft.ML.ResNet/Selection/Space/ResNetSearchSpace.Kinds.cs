using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetSearchSpace
{
    /// <summary>
    /// For thousands of images of about 32x32, such as CIFAR-10: the paper's network, wider ones, and one with four
    /// stages, in bfloat16, scored with the mirror image as well.
    /// </summary>
    public static ResNetSearchSpace SmallImages() => new()
    {
        Recipe = new ResNetRecipe
        {
            Name = "SmallImagesInLittleTime",
            Description = "Images of about 32x32, in minutes instead of an hour.",
            Epochs = ResNetRecipe.SmallImages.Epochs,
            Augmentation = ResNetRecipe.SmallImages.Augmentation,
            TestTimeAugmentation = ResNetRecipe.SmallImages.TestTimeAugmentation,
            Precision = ResNetRecipe.SmallImages.Precision,
        },
        Architecture = ResNetSweep.Choice(ResNetArchitecture.ResNet20, FourStages),
        WidthFactor = ResNetSweep.Choice(1f, 1.5f, 2f, 3f),
        BatchSize = ResNetSweep.Choice(64, 128),
        LearningRateFactor = ResNetSweep.UniformSingle(0.5f, 2f, logBase: true),
        WeightDecay = ResNetSweep.UniformSingle(2e-4f, 1e-3f, logBase: true, defaultValue: 5e-4f),
        LabelSmoothing = ResNetSweep.Choice(0f, 0.1f),
        AugmentationStrength = ResNetSweep.Choice(0f, 1f),
    };

    /// <summary>For thousands of photographs and more.</summary>
    public static ResNetSearchSpace Photographs() => new()
    {
        Recipe = ResNetRecipe.Photographs with { Architecture = null },
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

    /// <summary>For some hundred photographs and fewer.</summary>
    public static ResNetSearchSpace TinyDataSet() => new()
    {
        Recipe = ResNetRecipe.TinyDataSet with { Architecture = null },
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

    /// <summary>What suits images, by the size of the first one and their number.</summary>
    /// <param name="data">The images.</param>
    /// <param name="options">Say which column they are in; null for the defaults.</param>
    /// <exception cref="ArgumentException">The column is missing or of a wrong type.</exception>
    public static ResNetSearchSpace For(IDataView data, ResNetClassifierEstimator.Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return DataSetKinds.SpaceOf(data, options ?? new ResNetClassifierEstimator.Options());
    }

    // Four stages of two blocks instead of three of three: more of the work is done where images are small and channels
    // many, so that a step takes less time and there are three times the weights.
    private static ResNetArchitecture FourStages { get; } = new()
    {
        Name = "ResNet18-16",
        Stem = ResNetStem.Cifar,
        StageDepths = [2, 2, 2, 2],
        StageWidths = [16, 32, 64, 128],
        Shortcut = ResNetShortcut.Projection,
    };
}
