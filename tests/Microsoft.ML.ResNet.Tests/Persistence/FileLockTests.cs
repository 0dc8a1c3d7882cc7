using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.ResNet.Persistence;
using Microsoft.ML.ResNet.Tests.Selection;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Checkpoint => _folder.File("run.checkpoint");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ASecondHolderIsRefusedWithTheProcessOfTheFirst()
    {
        using (FileLock.Acquire(Checkpoint))
        {
            IOException error = Assert.Throws<IOException>(() => FileLock.Acquire(Checkpoint));
            Assert.Contains(
                string.Create(CultureInfo.InvariantCulture, $"Process {Environment.ProcessId} is using '{Checkpoint}'"),
                error.Message);
        }
        Assert.Empty(Directory.GetFiles(_folder.Path));
        FileLock.Acquire(Checkpoint).Dispose();
    }

    [Fact]
    public void TheLockFileOfADeadProcessDoesNotBlock()
    {
        File.WriteAllText(FileLock.LockPath(Checkpoint), "1 of a process that was killed and had a longer text");
        FileLock.Acquire(Checkpoint).Dispose();
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void CheckpointsHoldTheLockUntilTheyAreDisposed()
    {
        CheckpointSettings settings = new(Checkpoint, 1, TimeSpan.Zero);
        using (new TrainingCheckpoints(settings))
        {
            IOException error = Assert.Throws<IOException>(() => new TrainingCheckpoints(settings));
            Assert.Contains($"Process {Environment.ProcessId} is using", error.Message);
        }
        new TrainingCheckpoints(settings).Dispose();
    }

    [Fact]
    public void AnExperimentsFolderHasOneHolder()
    {
        using (FileLock.Acquire(_folder.File("experiment.json")))
        {
            IOException error = Assert.Throws<IOException>(() => TinyExperiment.Run(
                TinyExperiment.Settings(s => s.CheckpointFolder = _folder.Path)));
            Assert.Contains($"Process {Environment.ProcessId} is using", error.Message);
        }
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void AKilledRunNeitherLosesNorBlocks()
    {
        ImageFolders.Write(_folder.File("images"), perClass: 10);
        string[] command =
        [
            "train", "--data", "images", "--epochs", "100000", "--image-size", "16", "--checkpoint", "run.checkpoint",
            "--output", "model.zip",
        ];
        using (Process first = SampleProcess.Start("resnet.dll", _folder.Path, command))
        {
            try
            {
                while (first.StandardOutput.ReadLine() is { } line && !line.StartsWith("epoch 1/", StringComparison.Ordinal))
                    continue;
                SampleProcess second = SampleProcess.Run("resnet.dll", _folder.Path, command);
                second.AssertFailed(1, $"Process {first.Id} is using");
                Assert.False(first.HasExited);
            }
            finally
            {
                first.Kill();
                first.WaitForExit();
            }
        }
        // What the killed run left behind neither blocks nor is damaged.
        using TrainingCheckpoints checkpoints = new(new CheckpointSettings(Checkpoint, 1, TimeSpan.Zero));
        Assert.NotNull(checkpoints.Seed);
    }
}
