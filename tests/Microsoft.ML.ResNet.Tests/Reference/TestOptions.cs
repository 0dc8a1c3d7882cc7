using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Options of trainings without a classifier, with a value wherever a default depends on the training set.</summary>
internal static class TestOptions
{
    public static ResNetTrainingOptions Create(Action<ResNetTrainingOptions> change)
    {
        ResNetTrainingOptions options = new()
        {
            BatchSize = 128,
            LearningRate = 0.2f,
            Optimizer = { WarmupFraction = 0.2f },
            Augmentation = { CropPadding = 4 },
        };
        change(options);
        return options;
    }

    /// <summary>The same settings with some options changed.</summary>
    public static TrainingSettings With(this TrainingSettings settings, Action<ResNetTrainingOptions> change)
    {
        ResNetTrainingOptions options = settings.Options.Copy();
        change(options);
        return settings with { Options = options };
    }
}
