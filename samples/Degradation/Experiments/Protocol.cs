using Microsoft.ML.ResNet;

namespace Degradation.Experiments;

/// <summary>The training recipe of an experiment. Its networks differ only in depth and shortcuts.</summary>
internal sealed record Protocol
{
    public IReadOnlyList<int> Depths { get; init; } = [20, 56];

    /// <summary>Training steps, rounded to whole epochs.</summary>
    public int Iterations { get; init; } = 64_000;

    public int BatchSize { get; init; } = 128;

    /// <summary>The highest learning rate.</summary>
    public float LearningRate { get; init; } = 0.1f;

    /// <summary>The learning rate schedule. Default: divide by 10 at each milestone.</summary>
    public ResNetLearningRateSchedule Schedule { get; init; } = ResNetLearningRateSchedule.Step;

    /// <summary>Milestones of <see cref="ResNetLearningRateSchedule.Step"/> as fractions of the iterations.</summary>
    public IReadOnlyList<float> Milestones { get; init; } = [0.5f, 0.75f];

    /// <summary>
    /// Networks of this depth or more start with a tenth of the learning rate, until they classify a fifth of the
    /// training images correctly.
    /// </summary>
    public int WarmUpDepth { get; init; } = 110;

    public int ImageSize { get; init; } = 32;

    /// <summary>Fraction of the training images to leave out; 0.1 leaves 45,000 of 50,000, as in the paper.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Maximum number of training images, the same for each class; null for all.</summary>
    public int? Images { get; init; }

    /// <summary>Maximum number of images to test on after every epoch; null for all.</summary>
    public int? TestImages { get; init; }

    /// <summary>
    /// Fraction of the iterations for which the constructed network is trained: with a hundredth of the learning rate,
    /// which is the paper's final one, then a thousandth. Larger steps destroy the identity blocks.
    /// </summary>
    public double ConstructedPart { get; init; } = 0.25;

    public ResNetPrecision Precision { get; init; } = ResNetPrecision.Float32;

    public int Seed { get; init; } = 1;

    /// <summary>He et al. 2015, section 4.2.</summary>
    public static Protocol Paper { get; } = new();

    /// <summary>
    /// Images of 16x16 pixels need a quarter of the arithmetic of 32x32, smaller batches give more steps for it, and a
    /// one-cycle schedule starts deep networks quickly. 14 layers are few enough that a residual network of 44 layers is
    /// better even in such a short training; 44 are enough for plain networks to degrade.
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

    /// <summary>The paper's or the quick protocol, with the values that the command line overrides.</summary>
    public static Protocol From(Request request)
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
