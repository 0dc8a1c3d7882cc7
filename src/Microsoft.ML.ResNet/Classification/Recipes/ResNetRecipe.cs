namespace Microsoft.ML.ResNet;

/// <summary>
/// A named set of option values that go together. <see cref="ResNetClassifierEstimator.Options.Apply"/> sets them; what
/// is set afterwards wins. Values that are null leave an option as it is.
/// </summary>
/// <remarks>
/// A recipe of your own: <c>ResNetRecipe.Photographs with { Name = "Leaves", HorizontalFlip = false }</c>.
/// </remarks>
public sealed partial record ResNetRecipe
{
    /// <summary>Name of the recipe.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.Architecture"/>.</summary>
    public ResNetArchitecture? Architecture { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.Epochs"/>.</summary>
    public int? Epochs { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.BatchSize"/>.</summary>
    public int? BatchSize { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.LearningRate"/>.</summary>
    public float? LearningRate { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.Schedule"/>.</summary>
    public ResNetLearningRateSchedule? Schedule { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.WarmupFraction"/>.</summary>
    public float? WarmupFraction { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.StepMilestones"/>.</summary>
    public IReadOnlyList<float>? StepMilestones { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.Nesterov"/>.</summary>
    public bool? Nesterov { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.WeightDecay"/>.</summary>
    public float? WeightDecay { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.DecayBatchNorm"/>.</summary>
    public bool? DecayBatchNorm { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.ZeroInitLastGamma"/>.</summary>
    public bool? ZeroInitLastGamma { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.LabelSmoothing"/>.</summary>
    public float? LabelSmoothing { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.MixupAlpha"/>.</summary>
    public float? MixupAlpha { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.CutMixAlpha"/>.</summary>
    public float? CutMixAlpha { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.CropPadding"/>.</summary>
    public int? CropPadding { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.HorizontalFlip"/>.</summary>
    public bool? HorizontalFlip { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.Augmentation"/>; copied when it is applied.</summary>
    public ResNetAugmentationOptions? Augmentation { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.TestTimeAugmentation"/>.</summary>
    public ResNetTestTimeAugmentation? TestTimeAugmentation { get; init; }

    /// <summary>See <see cref="ResNetClassifierEstimator.Options.Precision"/>.</summary>
    public ResNetPrecision? Precision { get; init; }

    /// <summary><see cref="Name"/>.</summary>
    public override string ToString() => Name;

    internal void ApplyTo(ResNetClassifierEstimator.Options options)
    {
        options.Architecture = Architecture ?? options.Architecture;
        options.Epochs = Epochs ?? options.Epochs;
        options.BatchSize = BatchSize ?? options.BatchSize;
        options.LearningRate = LearningRate ?? options.LearningRate;
        options.Schedule = Schedule ?? options.Schedule;
        options.WarmupFraction = WarmupFraction ?? options.WarmupFraction;
        options.StepMilestones = StepMilestones ?? options.StepMilestones;
        options.Nesterov = Nesterov ?? options.Nesterov;
        options.WeightDecay = WeightDecay ?? options.WeightDecay;
        options.DecayBatchNorm = DecayBatchNorm ?? options.DecayBatchNorm;
        options.ZeroInitLastGamma = ZeroInitLastGamma ?? options.ZeroInitLastGamma;
        options.LabelSmoothing = LabelSmoothing ?? options.LabelSmoothing;
        options.MixupAlpha = MixupAlpha ?? options.MixupAlpha;
        options.CutMixAlpha = CutMixAlpha ?? options.CutMixAlpha;
        options.CropPadding = CropPadding ?? options.CropPadding;
        options.HorizontalFlip = HorizontalFlip ?? options.HorizontalFlip;
        options.Augmentation = Augmentation?.Copy() ?? options.Augmentation;
        options.TestTimeAugmentation = TestTimeAugmentation ?? options.TestTimeAugmentation;
        options.Precision = Precision ?? options.Precision;
    }
}
