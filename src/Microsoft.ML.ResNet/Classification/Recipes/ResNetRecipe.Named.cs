namespace Microsoft.ML.ResNet;

public sealed partial record ResNetRecipe
{
    /// <summary>
    /// For tens of thousands of images of about 32x32: four stages, as wide as ResNet-18's, in bfloat16. CIFAR-10
    /// takes about an hour on two cores of Zen 5 (AVX-512 BF16); 91.3 % of its test images, JPEG-compressed, are then
    /// classified right.
    /// </summary>
    public static ResNetRecipe SmallImages { get; } = new()
    {
        Name = nameof(SmallImages),
        Description = "Tens of thousands of images of about 32x32: a wide network, in bfloat16.",
        Architecture = ResNetArchitecture.SmallResNet10,
        Epochs = 48,
        BatchSize = 128,
        LearningRate = 0.2f,
        Schedule = ResNetLearningRateSchedule.OneCycle,
        ZeroInitLastGamma = true,
        LabelSmoothing = 0.1f,
        Augmentation = new ResNetAugmentationOptions { Cutout = 0.25f },
        TestTimeAugmentation = ResNetTestTimeAugmentation.Flip,
        Precision = ResNetPrecision.BFloat16,
    };

    /// <summary>For thousands of photographs and more: ResNet-18 on parts of any size, colours varied.</summary>
    public static ResNetRecipe Photographs { get; } = new()
    {
        Name = nameof(Photographs),
        Description = "Thousands of photographs and more: ResNet-18 on parts of any size, colours varied.",
        Architecture = ResNetArchitecture.ResNet18,
        Epochs = 60,
        Schedule = ResNetLearningRateSchedule.OneCycle,
        ZeroInitLastGamma = true,
        LabelSmoothing = 0.1f,
        Augmentation = new ResNetAugmentationOptions
        {
            Crop = ResNetRandomCrop.Resized,
            SmallestCropArea = 0.25f,
            Brightness = 0.3f,
            Contrast = 0.3f,
            Saturation = 0.3f,
        },
    };

    /// <summary>
    /// For some hundred photographs and fewer: more passes, stronger augmentation, and the average over an image and
    /// its mirror image. Training from a model of other images (<c>previousModel</c>) gains more than any recipe.
    /// </summary>
    public static ResNetRecipe TinyDataSet { get; } = Photographs with
    {
        Name = nameof(TinyDataSet),
        Description = "Some hundred photographs and fewer: more passes and stronger augmentation.",
        Epochs = 150,
        BatchSize = 16,
        MixupAlpha = 0.2f,
        Augmentation = new ResNetAugmentationOptions
        {
            Crop = ResNetRandomCrop.Resized,
            SmallestCropArea = 0.25f,
            Brightness = 0.4f,
            Contrast = 0.4f,
            Saturation = 0.4f,
            Hue = 0.05f,
            ErasingProbability = 0.25f,
        },
        TestTimeAugmentation = ResNetTestTimeAugmentation.Flip,
    };

    /// <summary>
    /// The paper's for CIFAR-10 (He et al. 2015, section 4.2): 64,000 steps of 128 images where there are 50,000,
    /// learning rate 0.1, a tenth of it after one half and three quarters, plain momentum, weight decay of all values.
    /// </summary>
    public static ResNetRecipe Paper { get; } = new()
    {
        Name = nameof(Paper),
        Description = "The paper's for CIFAR-10 (section 4.2).",
        Architecture = ResNetArchitecture.ResNet20,
        Epochs = 164,
        BatchSize = 128,
        LearningRate = 0.1f,
        Schedule = ResNetLearningRateSchedule.Step,
        WarmupFraction = 0,
        StepMilestones = [0.5f, 0.75f],
        Nesterov = false,
        WeightDecay = 1e-4f,
        DecayBatchNorm = true,
        ZeroInitLastGamma = false,
        LabelSmoothing = 0,
        MixupAlpha = 0,
        CutMixAlpha = 0,
        HorizontalFlip = true,
        Augmentation = new ResNetAugmentationOptions(),
        TestTimeAugmentation = ResNetTestTimeAugmentation.None,
    };

    /// <summary>
    /// The paper's for ImageNet (section 3.4): images at a random scale, colours shifted along their principal
    /// components, ten crops in scoring. The learning rate falls to a tenth at 30 and 60 of 90 epochs, where the paper
    /// waited for the error to stand still.
    /// </summary>
    public static ResNetRecipe PaperImageNet { get; } = Paper with
    {
        Name = nameof(PaperImageNet),
        Description = "The paper's for ImageNet (section 3.4), with ResNet-50.",
        Architecture = ResNetArchitecture.ResNet50,
        Epochs = 90,
        BatchSize = 256,
        StepMilestones = [1 / 3f, 2 / 3f],
        Augmentation = new ResNetAugmentationOptions { Crop = ResNetRandomCrop.Scaled, ColorShift = 0.1f },
        TestTimeAugmentation = ResNetTestTimeAugmentation.TenCrop,
    };

    private static readonly ResNetRecipe[] s_named = [SmallImages, Photographs, TinyDataSet, Paper, PaperImageNet];

    /// <summary>The names that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } =
        Array.AsReadOnly(s_named.Select(recipe => recipe.Name).ToArray());

    /// <summary>
    /// The named recipe. Case, blanks, hyphens and underscores do not matter: "small-images" is SmallImages.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">The name is unknown; the message lists those known.</exception>
    public static ResNetRecipe Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = string.Concat(name.Where(char.IsLetterOrDigit));
        return Array.Find(s_named, recipe => recipe.Name.Equals(plain, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"There is no recipe '{name}'. Known are: {string.Join(", ", Names)}.", nameof(name));
    }
}
