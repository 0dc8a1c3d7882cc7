namespace Microsoft.ML.ResNet.Tests.Selection;

/// <summary>Experiments that take seconds: generated images of 16x16, networks with two blocks.</summary>
internal static class TinyExperiment
{
    public static ResNetExperimentSettings Settings(Action<ResNetExperimentSettings>? change = null)
    {
        var settings = new ResNetExperimentSettings
        {
            MaxModels = 4,
            MaximumEpochs = 4,
            MinimumEpochs = 1,
            Seed = 7,
            ValidationFraction = 0.25f,
            SearchSpace = Space(),
            Options = Tiny.Options(options => options.NumberOfThreads = 2),
        };
        change?.Invoke(settings);
        return settings;
    }

    public static ResNetSearchSpace Space() => new()
    {
        BlocksPerStage = ResNetSweep.Choice(1, 2),
        LearningRateFactor = ResNetSweep.UniformSingle(0.3f, 3f, logBase: true),
        BatchSize = ResNetSweep.Choice(16, 8),
    };

    public static ResNetExperimentResult Run(
        ResNetExperimentSettings settings, int images = 96, IDataView? validation = null)
    {
        var context = new MLContext(1);
        return context.MulticlassClassification.CreateResNetExperiment(settings)
            .Execute(Tiny.Keyed(context, EncodedRow.Many(images)), validation);
    }

    /// <summary>The properties that two equal experiments share.</summary>
    public static string Describe(ResNetExperimentResult result) =>
        $"{result.Classifier.WeightsSha256} {result.BestTrial.TrialId}\n"
        + string.Join('\n', result.Trials.Select(trial => $"{trial}"));
}

/// <summary>Records all calls.</summary>
internal class RecordingMonitor : IResNetExperimentMonitor
{
    public List<string> Said { get; } = [];

    public void ReportTrials(IReadOnlyList<ResNetTrial> trials) => Said.Add($"trials {trials.Count}");

    public virtual void ReportRunningTrial(ResNetTrial trial) => Said.Add($"running {trial.TrialId}");

    public virtual void ReportEpoch(ResNetTrial trial, ResNetEpochMetrics metrics) =>
        Said.Add($"epoch {trial.TrialId} {metrics.Epoch}");

    public virtual void ReportCompletedTrial(ResNetTrial trial) => Said.Add($"completed {trial.TrialId} {trial.Rungs}");

    public void ReportBestTrial(ResNetTrial trial) => Said.Add($"best {trial.TrialId}");

    public void ReportFailTrial(ResNetTrial trial, Exception? exception) =>
        Said.Add($"failed {trial.TrialId} {exception?.GetType().Name}");
}
