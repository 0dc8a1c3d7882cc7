namespace Microsoft.ML.ResNet.Classification;

/// <summary>Decides how a training uses the weights that it starts from.</summary>
internal static class TransferChoice
{
    // Those that transfer learning chooses itself; their defaults leave it the choice.
    private static readonly (string Name, Func<ResNetClassifierEstimator.Options, object?> Value)[] s_schedule =
    [
        (nameof(ResNetClassifierEstimator.Options.Epochs), options => options.Epochs),
        (nameof(ResNetClassifierEstimator.Options.BatchSize), options => options.BatchSize),
        (nameof(ResNetClassifierEstimator.Options.LearningRate), options => options.LearningRate),
        (nameof(ResNetClassifierEstimator.Options.Schedule), options => options.Schedule),
        (nameof(ResNetClassifierEstimator.Options.FrozenStages), options => options.FrozenStages),
        (nameof(ResNetClassifierEstimator.Options.HeadLearningRateFactor), options => options.HeadLearningRateFactor),
        (nameof(ResNetClassifierEstimator.Options.StageLearningRateDecay), options => options.StageLearningRateDecay),
        (nameof(ResNetClassifierEstimator.Options.EarlyStopping), options => options.EarlyStopping),
        (nameof(ResNetClassifierEstimator.Options.Augmentation.CropPadding), options => options.Augmentation.CropPadding),
        (nameof(ResNetClassifierEstimator.Options.Augmentation.MixupAlpha), options => options.Augmentation.MixupAlpha),
        (nameof(ResNetClassifierEstimator.Options.Augmentation.CutMixAlpha), options => options.Augmentation.CutMixAlpha),
    ];

    private static readonly ResNetClassifierEstimator.Options s_defaults = new();

    /// <summary>Never <see cref="ResNetTransferLearning.Auto"/>.</summary>
    public static ResNetTransferLearning Of(ResNetClassifierEstimator.Options options) => options.TransferLearning switch
    {
        ResNetTransferLearning.Auto => options.Pretrained?.Path is not null && SetOption(options) is null
            ? ResNetTransferLearning.FineTuning
            : ResNetTransferLearning.Schedule,
        var given => given,
    };

    /// <summary>The first option of the schedule that is not as it is by default; null if all are.</summary>
    public static string? SetOption(ResNetClassifierEstimator.Options options) =>
        s_schedule.FirstOrDefault(option => !Equals(option.Value(options), option.Value(s_defaults))).Name;
}
