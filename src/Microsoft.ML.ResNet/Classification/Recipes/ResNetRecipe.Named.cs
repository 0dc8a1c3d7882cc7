namespace Microsoft.ML.ResNet;

public sealed partial class ResNetRecipe
{
    /// <summary>
    /// For tens of thousands of images of about 32x32: four stages, as wide as ResNet-18's, in bfloat16. CIFAR-10
    /// takes about an hour on two cores of Zen 5 (AVX-512 BF16), and gives 91.3 % accuracy on its test images,
    /// JPEG-compressed.
    /// </summary>
    public static ResNetRecipe SmallImages { get; } = new(
        nameof(SmallImages), "Tens of thousands of images of about 32x32: a wide network, in bfloat16.", options =>
        {
            ConfigureSmallImages(options);
            options.Architecture = ResNetArchitecture.SmallResNet10;
            options.BatchSize = 128;
            options.LearningRate = 0.2f;
            options.Schedule = ResNetLearningRateSchedule.OneCycle;
            options.ZeroInitLastGamma = true;
            options.LabelSmoothing = 0.1f;
        });

    /// <summary>For thousands of photographs and more: ResNet-18 on crops of any size, with varied colors.</summary>
    public static ResNetRecipe Photographs { get; } = new(
        nameof(Photographs), "Thousands of photographs and more: ResNet-18 on crops of any size, with varied colors.",
        options =>
        {
            options.Architecture = ResNetArchitecture.ResNet18;
            options.Epochs = 60;
            options.Schedule = ResNetLearningRateSchedule.OneCycle;
            options.ZeroInitLastGamma = true;
            options.LabelSmoothing = 0.1f;
            options.Augmentation.Crop = ResNetRandomCrop.Resized;
            options.Augmentation.SmallestCropArea = 0.25f;
            options.Augmentation.Brightness = 0.3f;
            options.Augmentation.Contrast = 0.3f;
            options.Augmentation.Saturation = 0.3f;
        });

    /// <summary>
    /// For some hundred photographs and fewer: more epochs, stronger augmentation, and the average over an image and its
    /// mirror image. Training from a model of other images (<c>previousModel</c>) gains more than any recipe.
    /// </summary>
    public static ResNetRecipe TinyDataSet { get; } = Photographs.With(
        nameof(TinyDataSet), options =>
        {
            options.Epochs = 150;
            options.BatchSize = 16;
            options.Augmentation.MixupAlpha = 0.2f;
            options.Augmentation.Brightness = 0.4f;
            options.Augmentation.Contrast = 0.4f;
            options.Augmentation.Saturation = 0.4f;
            options.Augmentation.Hue = 0.05f;
            options.Augmentation.ErasingProbability = 0.25f;
            options.TestTimeAugmentation = ResNetTestTimeAugmentation.Flip;
        },
        "Some hundred photographs and fewer: more epochs and stronger augmentation.");

    /// <summary>
    /// The paper's for CIFAR-10 (He et al. 2015, section 4.2): 64,000 steps of 128 images for 50,000 training images,
    /// learning rate 0.1, a tenth of it after one half and three quarters, plain momentum, weight decay of all values.
    /// </summary>
    public static ResNetRecipe Paper { get; } = new(
        nameof(Paper), "The paper's for CIFAR-10 (section 4.2).", options =>
        {
            options.Architecture = ResNetArchitecture.ResNet20;
            options.Epochs = 164;
            options.BatchSize = 128;
            options.LearningRate = 0.1f;
            options.Schedule = ResNetLearningRateSchedule.Step;
            options.Optimizer.WarmupFraction = 0;
            options.Optimizer.StepMilestones = [0.5f, 0.75f];
            options.Optimizer.Nesterov = false;
            options.Optimizer.WeightDecay = 1e-4f;
            options.Optimizer.DecayBatchNorm = true;
            options.ZeroInitLastGamma = false;
            options.LabelSmoothing = 0;
            // Other than the paper's crops and mirror images, nothing is varied.
            options.Augmentation = new ResNetAugmentationOptions { CropPadding = options.Augmentation.CropPadding };
            options.TestTimeAugmentation = ResNetTestTimeAugmentation.None;
        });

    /// <summary>
    /// The paper's for ImageNet (section 3.4): images at a random scale, colors shifted along their principal components,
    /// ten crops in scoring. The learning rate falls to a tenth at 30 and 60 of 90 epochs, where the paper waited for the
    /// error to plateau.
    /// </summary>
    public static ResNetRecipe PaperImageNet { get; } = Paper.With(
        nameof(PaperImageNet), options =>
        {
            options.Architecture = ResNetArchitecture.ResNet50;
            options.Epochs = 90;
            options.BatchSize = 256;
            options.Optimizer.StepMilestones = [1 / 3f, 2 / 3f];
            options.Augmentation.Crop = ResNetRandomCrop.Scaled;
            options.Augmentation.ColorShift = 0.1f;
            options.TestTimeAugmentation = ResNetTestTimeAugmentation.TenCrop;
        },
        "The paper's for ImageNet (section 3.4), with ResNet-50.");

    /// <summary>For small images in minutes instead of an hour, at a smaller network's learning rate.</summary>
    internal static ResNetRecipe SmallImagesInLittleTime { get; } = new(
        nameof(SmallImagesInLittleTime), "Images of about 32x32, in minutes instead of an hour.", ConfigureSmallImages);

    private static readonly ResNetRecipe[] s_named = [SmallImages, Photographs, TinyDataSet, Paper, PaperImageNet];

    /// <summary>The names that <see cref="Parse"/> accepts.</summary>
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

    private static void ConfigureSmallImages(ResNetClassifierEstimator.Options options)
    {
        options.Epochs = 48;
        options.Augmentation.Cutout = 0.25f;
        options.TestTimeAugmentation = ResNetTestTimeAugmentation.Flip;
        options.Precision = ResNetPrecision.BFloat16;
    }
}
