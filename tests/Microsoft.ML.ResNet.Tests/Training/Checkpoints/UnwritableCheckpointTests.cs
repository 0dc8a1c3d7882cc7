using Microsoft.ML.ResNet.Persistence;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class UnwritableCheckpointTests : IDisposable
{
    private readonly CheckpointedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void FullDiskEndsTrainingAndKeepsThePreviousCheckpoint()
    {
        if (!OperatingSystem.IsLinux())
            return;
        // From the second epoch on, writing the temporary file meets a full disk.
        string temporary = AtomicFile.TemporaryPath(_run.File);
        byte[]? before = null;
        RecordingObserver observer = new(iteration =>
        {
            if (iteration != 7)
                return;
            before = File.ReadAllBytes(_run.File);
            File.CreateSymbolicLink(temporary, "/dev/full");
        });

        IOException error = Assert.Throws<IOException>(() => _run.Run(observer));

        Assert.Contains(_run.File, error.Message, StringComparison.Ordinal);
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.Contains("the end of epoch 1, is intact", error.Message, StringComparison.Ordinal);
        Assert.Equal([_run.File], Directory.GetFileSystemEntries(_run.Folder));
        Assert.Equal(before, File.ReadAllBytes(_run.File));
        Assert.Equal(CheckpointedRun.Uninterrupted().Model.WeightsSha256, _run.Run().Model.WeightsSha256);
    }

    [Fact]
    public void RejectsAnUnwritableFolderBeforeTraining()
    {
        if (!OperatingSystem.IsLinux())
            return;
        // Not even root can create files there.
        IOException error = Assert.Throws<IOException>(
            () => new TrainingCheckpoints(new CheckpointSettings("/proc/self/run.checkpoint", 1, TimeSpan.Zero)));
        Assert.Contains("/proc/self/run.checkpoint", error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RejectsAFolderAsCheckpointPath()
    {
        IOException error = Assert.Throws<IOException>(
            () => new TrainingCheckpoints(new CheckpointSettings(_run.Folder, 1, TimeSpan.Zero)));
        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RejectsASecondRunWithTheSameCheckpoint()
    {
        using FileStream other = new(
            AtomicFile.TemporaryPath(_run.File), FileMode.Create, FileAccess.Write, FileShare.None);
        IOException error = Assert.Throws<IOException>(() => _run.Run());
        Assert.Contains("another process", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(other.Name));
    }

    [Fact]
    public void DivergenceReportsTheLastGoodCheckpoint()
    {
        TrainingSettings settings = CheckpointedRun.Settings.With(o =>
        {
            o.LearningRate = 1e30f;
            o.Optimizer.WarmupFraction = 0.5f;
            o.Schedule = ResNetLearningRateSchedule.OneCycle;
        });
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => _run.Run(settings: settings, everyBatch: true));
        Assert.Contains($"The last good checkpoint, '{_run.File}', is from ", error.Message, StringComparison.Ordinal);
        Assert.Matches("epoch 1, iteration [0-9]+, at learning rate [0-9.E+]+\\.", error.Message);
        // The checkpoint has finite values: the run resumes and diverges at the same position.
        Assert.Equal(
            error.Message,
            Assert.Throws<InvalidOperationException>(() => _run.Run(settings: settings, everyBatch: true)).Message);
    }
}
