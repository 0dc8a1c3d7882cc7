using System.Text.Json.Nodes;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Selection;

/// <summary>Tests of interrupted and resumed experiments.</summary>
public sealed class ResumedExperimentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Interrupts in an epoch before its checkpoint, in one of the second rung, and at the end of a trial.
    [Theory]
    [InlineData("epoch 1 1", 1)]
    [InlineData("completed", 2)]
    [InlineData("completed", 4)]
    [InlineData("epoch", 6)]
    public void ResumedExperimentGivesTheSameResult(string when, int times)
    {
        string whole = TinyExperiment.Describe(TinyExperiment.Run(TinyExperiment.Settings()));
        ResNetExperimentSettings settings = TinyExperiment.Settings(s => s.CheckpointFolder = _folder.Path);

        // A monitor's exception can end the experiment anywhere and, like a killed process, without cleanup.
        settings.Monitor = new Killer(when, times);
        Assert.Throws<NotSupportedException>(() => TinyExperiment.Run(settings));
        Assert.True(File.Exists(_folder.File("experiment.json")));

        settings.Monitor = null;
        ResNetExperimentResult resumed = TinyExperiment.Run(settings);
        Assert.Equal(whole, TinyExperiment.Describe(resumed));
        Assert.Equal(
            ["best.model", "experiment.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());

        // A finished experiment returns the same result at once.
        var monitor = new RecordingMonitor();
        settings.Monitor = monitor;
        Assert.Equal(whole, TinyExperiment.Describe(TinyExperiment.Run(settings)));
        Assert.Equal(["trials 4"], monitor.Said);
    }

    [Fact]
    public void WritesAReadableTable()
    {
        ResNetExperimentResult result =
            TinyExperiment.Run(TinyExperiment.Settings(s => s.CheckpointFolder = _folder.Path));
        JsonNode json = JsonNode.Parse(File.ReadAllText(_folder.File("experiment.json")))!;
        Assert.Equal(result.BestTrial.TrialId, (int)json["bestTrial"]!);
        Assert.Equal(result.BestTrial.Metric, (double)json["bestMetric"]!);
        JsonArray trials = json["trials"]!.AsArray();
        Assert.Equal(4, trials.Count);
        Assert.Equal(
            ["Stopped", "Stopped", "Stopped", "Completed"],
            trials.Select(t => (string)t!["state"]!).OrderDescending());
        Assert.Equal(result.Trials[0].Parameters["BatchSize"], (string)trials[0]!["parameters"]!["BatchSize"]!);
    }

    [Fact]
    public void RejectsAnotherExperimentNamingTheDifference()
    {
        TinyExperiment.Run(TinyExperiment.Settings(s => s.CheckpointFolder = _folder.Path));
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => TinyExperiment.Run(
            TinyExperiment.Settings(s => (s.CheckpointFolder, s.MaximumEpochs) = (_folder.Path, 5))));
        Assert.Contains("MaximumEpochs is 4 in the folder and 5 now", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<InvalidOperationException>(() => TinyExperiment.Run(
            TinyExperiment.Settings(s => s.CheckpointFolder = _folder.Path), images: 99));
        Assert.Contains("The number of training images", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReportsADamagedTable()
    {
        File.WriteAllText(_folder.File("experiment.json"), "{");
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TinyExperiment.Run(
            TinyExperiment.Settings(s => s.CheckpointFolder = _folder.Path)));
        Assert.Contains("experiment.json' is damaged", error.Message, StringComparison.Ordinal);
    }

    private sealed class Killer(string when, int times) : RecordingMonitor
    {
        private int _times = times;

        public override void ReportEpoch(ResNetTrial trial, ResNetEpochMetrics metrics) =>
            Check($"epoch {trial.TrialId} {metrics.Epoch}");

        public override void ReportCompletedTrial(ResNetTrial trial) => Check($"completed {trial.TrialId}");

        private void Check(string said)
        {
            if (said.StartsWith(when, StringComparison.Ordinal) && --_times == 0)
                throw new NotSupportedException("killed");
        }
    }
}
