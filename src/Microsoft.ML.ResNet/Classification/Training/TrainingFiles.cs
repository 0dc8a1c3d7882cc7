using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>The checkpoints of one call of Fit, opened before any image is read.</summary>
/// <param name="checkpoints">Of the training whose result is the model; null for none.</param>
/// <param name="trial">The checkpoint of the training that measures the gain of fine-tuning; null for none.</param>
internal sealed class TrainingFiles(TrainingCheckpoints? checkpoints, TrainingCheckpoints? trial) : IDisposable
{
    private const string TrialExtension = ".trial";

    public TrainingCheckpoints? Checkpoints => checkpoints;

    public TrainingCheckpoints? Trial => trial;

    /// <summary>The seed of an earlier run; null if there was none.</summary>
    public int? Seed => checkpoints?.Seed ?? trial?.Seed;

    /// <exception cref="IOException">The folder cannot be written, or another process is writing there.</exception>
    /// <exception cref="InvalidDataException">A checkpoint is damaged.</exception>
    public static TrainingFiles Open(ResNetClassifierEstimator.Options options)
    {
        if (options.CheckpointSettings() is not { } files)
            return new TrainingFiles(null, null);
        TrainingCheckpoints checkpoints = new(files);
        try
        {
            return new TrainingFiles(
                checkpoints,
                TransferChoice.Of(options) == ResNetTransferLearning.FineTuning
                    ? new TrainingCheckpoints(files with { Path = files.Path + TrialExtension })
                    : null);
        }
        catch
        {
            checkpoints.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        checkpoints?.Dispose();
        trial?.Dispose();
    }
}
