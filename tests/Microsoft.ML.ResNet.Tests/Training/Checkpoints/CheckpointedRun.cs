using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>A small training with checkpoints in a temporary folder.</summary>
internal sealed class CheckpointedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public const int Epochs = 3, BatchesPerEpoch = 4;

    public static TrainingSettings Settings { get; } = new()
    {
        Options = TestOptions.Create(o =>
        {
            o.Architecture = TestNetworks.Small(ResNetShortcut.Projection);
            o.Epochs = Epochs;
            o.BatchSize = 8;
            o.LearningRate = 0.1f;
            o.Augmentation.CropPadding = 2;
        }),
        ClassCount = SyntheticImages.Classes,
    };

    public static ImageSubset Train { get; } = SyntheticImages.Create(30);

    public static ImageSubset Validation { get; } = SyntheticImages.Create(12, seed: 1);

    public string Folder => _folder.Path;

    public string File => _folder.File("run.checkpoint");

    /// <summary>The result of an uninterrupted run without checkpoints.</summary>
    public static TrainingResult Uninterrupted(
        TrainingSettings? settings = null, ImageSubset? validation = null, RecordingObserver? observer = null,
        bool returnWhenCancelled = false)
    {
        using NativeContext context = NativeContext.Create(2);
        return Trainer.Train(
            settings ?? Settings, context, Train, validation ?? Validation, null, observer ?? new RecordingObserver(),
            default, null, returnWhenCancelled);
    }

    /// <param name="observer">Observer; may throw to end the run.</param>
    /// <param name="everyEpochs">See <see cref="CheckpointSettings"/>.</param>
    /// <param name="everyBatch">Whether to save after every mini-batch.</param>
    /// <param name="settings">Settings; null for <see cref="Settings"/>.</param>
    /// <param name="train">Training images; null for <see cref="Train"/>.</param>
    /// <param name="validation">Validation images; null for <see cref="Validation"/>.</param>
    /// <param name="initial">A model to start from.</param>
    /// <param name="returnWhenCancelled">See <see cref="Trainer.Train"/>.</param>
    public TrainingResult Run(
        RecordingObserver? observer = null, int everyEpochs = 1, bool everyBatch = false, TrainingSettings? settings = null,
        ImageSubset? train = null, ImageSubset? validation = null, ResNetModel? initial = null,
        bool returnWhenCancelled = false)
    {
        using TrainingCheckpoints checkpoints =
            new(new CheckpointSettings(File, everyEpochs, everyBatch ? TimeSpan.FromTicks(1) : TimeSpan.Zero));
        using NativeContext context = NativeContext.Create(1);
        return Trainer.Train(
            settings ?? Settings, context, train ?? Train, validation ?? Validation, initial,
            observer ?? new RecordingObserver(), default, checkpoints, returnWhenCancelled);
    }

    /// <summary>Creates an observer that ends the run before the given iteration, counted from 1 in every run.</summary>
    public static RecordingObserver EndingBefore<TException>(int iteration)
        where TException : Exception, new() =>
        new(i =>
        {
            if (i == iteration)
                throw new TException();
        });

    public void Dispose() => _folder.Dispose();
}
