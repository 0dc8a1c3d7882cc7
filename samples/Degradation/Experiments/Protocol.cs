using Microsoft.ML.ResNet;

namespace Degradation.Experiments;

/// <summary>The recipe of all networks of an experiment: only their depths and shortcuts differ.</summary>
internal sealed record Protocol
{
    public IReadOnlyList<int> Depths { get; init; } = [20, 56];

    /// <summary>Steps of gradient descent, rounded to whole epochs.</summary>
    public int Iterations { get; init; } = 64_000;

    public int BatchSize { get; init; } = 128;

    /// <summary>The highest learning rate.</summary>
    public float LearningRate { get; init; } = 0.1f;

    /// <summary>How the learning rate changes. Default: it is divided by 10 at each of the milestones.</summary>
    public ResNetLearningRateSchedule Schedule { get; init; } = ResNetLearningRateSchedule.Step;

    /// <summary>Parts of the iterations after which <see cref="ResNetLearningRateSchedule.Step"/> steps.</summary>
    public IReadOnlyList<float> Milestones { get; init; } = [0.5f, 0.75f];

    /// <summary>
    /// Networks as deep as this begin with a tenth of the learning rate, until they classify a fifth of the training
    /// images.
    /// </summary>
    public int WarmUpDepth { get; init; } = 110;

    public int ImageSize { get; init; } = 32;

    /// <summary>The part of the training images that is left out; the paper's 45,000 of 50,000 remain.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>The most images to train on, the same number of each class; null for all.</summary>
    public int? Images { get; init; }

    /// <summary>The most images to test on after every epoch; null for all.</summary>
    public int? TestImages { get; init; }

    /// <summary>
    /// The constructed network is trained on for this part of the iterations, with a hundredth of the learning rate,
    /// which is where the paper's ends, and then a thousandth: larger steps destroy what it was given.
    /// </summary>
    public double ConstructedPart { get; init; } = 0.25;

    public ResNetPrecision Precision { get; init; } = ResNetPrecision.Float32;

    public int Seed { get; init; } = 1;

    /// <summary>He et al. 2015, section 4.2.</summary>
    public static Protocol Paper { get; } = new();

    /// <summary>
    /// Images of 16x16 pixels are a quarter of the arithmetic of 32x32. Smaller batches give more steps for it, and a
    /// learning rate that rises first and then falls all the time gets deep networks going soon. 14 layers are few enough
    /// that more help, if they have shortcuts, even in so short a training; 44 are enough that plain ones degrade.
    /// </summary>
    public static Protocol Quick { get; } = new()
    {
        Depths = [14, 44],
        Iterations = 14_000,
        BatchSize = 32,
        ImageSize = 16,
        LearningRate = 0.05f,
        Schedule = ResNetLearningRateSchedule.OneCycle,
        Precision = FastBFloat16.IsSupported ? ResNetPrecision.BFloat16 : ResNetPrecision.Float32,
    };

    /// <summary>The paper's or the quick protocol, with what the command line said otherwise.</summary>
    public static Protocol Of(Request request)
    {
        Protocol protocol = request.Quick || request.Data is null ? Quick : Paper;
        return protocol with
        {
            Depths = request.Depths ?? protocol.Depths,
            Iterations = request.Iterations ?? protocol.Iterations,
            Images = request.Images ?? protocol.Images,
            ImageSize = request.ImageSize ?? protocol.ImageSize,
            Precision = request.Precision ?? protocol.Precision,
            Seed = request.Seed,
        };
    }

    public int IterationsPerEpoch(int images) => IterationsPerEpoch(images, BatchSize);

    public static int IterationsPerEpoch(int images, int batchSize) => (images + batchSize - 1) / batchSize;

    public int Epochs(int images) => Math.Max(1, (int)Math.Round((double)Iterations / IterationsPerEpoch(images)));

    public string Describe(int images) => FormattableString.Invariant(
        $"{Epochs(images)} epochs of {IterationsPerEpoch(images)} iterations of {BatchSize} images of ")
        + FormattableString.Invariant(
            $"{ImageSize}x{ImageSize}, {DescribeRate()}, momentum 0.9, weight decay 0.0001, {Precision}, seed {Seed}");

    private string DescribeRate()
    {
        if (Schedule != ResNetLearningRateSchedule.Step)
            return FormattableString.Invariant($"learning rate up to {LearningRate} ({Schedule})");
        string milestones = string.Join(" and ", Milestones.Select(part => $"{100 * part:F0} %"));
        return FormattableString.Invariant($"learning rate {LearningRate} divided by 10 after {milestones}");
    }
}
