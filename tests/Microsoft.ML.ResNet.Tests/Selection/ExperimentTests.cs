using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Selection;

/// <summary>Tests of complete experiments.</summary>
public sealed class ExperimentTests
{
    [Fact]
    public void StopsThreeOfFourTrialsAndContinuesTheBest()
    {
        var monitor = new RecordingMonitor();
        ResNetExperimentResult result = TinyExperiment.Run(TinyExperiment.Settings(s => s.Monitor = monitor));

        Assert.Equal(ResNetExperimentStopReason.Completed, result.StopReason);
        Assert.Equal(4, result.Trials.Count);
        ResNetTrial winner = Assert.Single(result.Trials, trial => trial.State == ResNetTrialState.Completed);
        Assert.Equal((2, 4.0), (winner.Rungs, winner.Epochs));
        Assert.All(result.Trials.Where(trial => trial != winner), trial =>
        {
            Assert.Equal((ResNetTrialState.Stopped, 1, 1.0), (trial.State, trial.Rungs, trial.Epochs));
            Assert.InRange(trial.Metric!.Value, 0, 1);
        });
        double best = result.Trials.Max(trial => trial.Metric!.Value);
        Assert.True(result.BestTrial.Metric >= best, $"{result.BestTrial}");
        Assert.All(result.Trials, trial => Assert.True(trial is { MemoryMB: > 0, ImagesPerSecond: > 0 }, $"{trial}"));
        Assert.Equal(result.BestTrial.Options.LearningRate, result.BestOptions.LearningRate);
        Assert.False(result.IsRefit);

        Assert.Equal("trials 4", monitor.Said[0]);
        Assert.Equal(["running 0", "epoch 0 1", "completed 0 1", "best 0", "running 1"], monitor.Said.Skip(1).Take(5));
        Assert.Equal(5, monitor.Said.Count(said => said.StartsWith("completed", StringComparison.Ordinal)));
        Assert.Equal(4 + 3, monitor.Said.Count(said => said.StartsWith("epoch", StringComparison.Ordinal)));
    }

    [Fact]
    public void SameSeedIsBitIdenticalAcrossThreadCounts()
    {
        ResNetExperimentResult a = TinyExperiment.Run(TinyExperiment.Settings(s => s.Options.NumberOfThreads = 1));
        ResNetExperimentResult b = TinyExperiment.Run(TinyExperiment.Settings(s => s.Options.NumberOfThreads = 2));
        ResNetExperimentResult c = TinyExperiment.Run(TinyExperiment.Settings(s => s.Seed = 8));
        Assert.Equal(TinyExperiment.Describe(a), TinyExperiment.Describe(b));
        Assert.NotEqual(a.Classifier.WeightsSha256, c.Classifier.WeightsSha256);
    }

    [Fact]
    public async Task FluentApiGivesTheSameResult()
    {
        var context = new MLContext(1);
        ResNetExperimentSettings settings = TinyExperiment.Settings();
        ResNetExperimentResult fluent = await context.MulticlassClassification
            .CreateResNetExperiment(TinyExperiment.Settings(s => (s.MaxModels, s.SearchSpace) = (1, null)))
            .SetDataset(Tiny.Keyed(context, EncodedRow.Many(96)), settings.ValidationFraction)
            .SetMulticlassClassificationMetric(ResNetExperimentMetric.MicroAccuracy, "Label")
            .SetMaxModelToExplore(settings.MaxModels)
            .SetSearchSpace(settings.SearchSpace)
            .SetMonitor(new RecordingMonitor())
            .RunAsync();
        Assert.Equal(
            TinyExperiment.Describe(TinyExperiment.Run(settings)), TinyExperiment.Describe(fluent));
    }

    [Fact]
    public void ModelIsAPipelineThatSurvivesSaveAndLoad()
    {
        var context = new MLContext(1);
        EncodedRow[] rows = EncodedRow.Many(96);
        IDataView raw = context.Data.LoadFromEnumerable(rows);
        ResNetExperimentResult result = context.MulticlassClassification
            .CreateResNetExperiment(TinyExperiment.Settings())
            .Execute(raw, preFeaturizer: context.Transforms.Conversion.MapValueToKey("Label"));
        using var stream = new MemoryStream();
        context.Model.Save(result.Model, raw.Schema, stream);
        ITransformer loaded = context.Model.Load(stream, out _);
        MulticlassClassificationMetrics metrics = context.MulticlassClassification.Evaluate(loaded.Transform(raw));
        Assert.True(metrics.MicroAccuracy > 0.5, $"{metrics.MicroAccuracy}");
        Assert.Equal(DrawnImages.Classes, result.Classifier.ClassNames.Order());
    }

    [Fact]
    public void FailingTrialIsReportedAndDoesNotEndTheExperiment()
    {
        var monitor = new RecordingMonitor();
        ResNetExperimentResult result = TinyExperiment.Run(TinyExperiment.Settings(s =>
        {
            s.Monitor = monitor;
            s.SearchSpace = new ResNetSearchSpace
            {
                LearningRate = ResNetSweep.Choice(1e30f, 0.05f, -1f, 0.1f), // diverges, works, is rejected, works
            };
        }));
        ResNetTrial[] failed = [.. result.Trials.Where(trial => trial.State == ResNetTrialState.Failed)];
        Assert.Equal(2, failed.Length);
        ResNetTrial diverged = Assert.Single(failed, trial => trial.Exception is InvalidOperationException);
        Assert.Contains("Training diverged", diverged.Error, StringComparison.Ordinal);
        ResNetTrial wrong = Assert.Single(failed, trial => trial.Exception is ArgumentException);
        Assert.Contains("LearningRate is -1", wrong.Error, StringComparison.Ordinal);
        Assert.Contains($"failed {diverged.TrialId} InvalidOperationException", monitor.Said);
        Assert.DoesNotContain(result.BestTrial.TrialId, failed.Select(trial => trial.TrialId));
    }

    [Fact]
    public void IgnoresOptionsThatTheExperimentControls()
    {
        ResNetExperimentResult stopping = TinyExperiment.Run(TinyExperiment.Settings(s =>
        {
            s.Options.EarlyStopping = new ResNetEarlyStopping { Patience = 1, MinimumImprovement = 1 };
            s.Options.CancellationToken = new CancellationToken(canceled: true);
            s.Options.ProgressCallback = _ => throw new NotSupportedException();
        }));
        Assert.Equal(
            TinyExperiment.Describe(TinyExperiment.Run(TinyExperiment.Settings())), TinyExperiment.Describe(stopping));
    }

    [Fact]
    public void ReportsTheFirstErrorWhenAllTrialsFail()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => TinyExperiment.Run(
            TinyExperiment.Settings(s => s.SearchSpace = new ResNetSearchSpace { LearningRate = -1f })));
        Assert.Contains("LearningRate is -1", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }

    [Theory]
    [InlineData(ResNetExperimentMetric.MacroAccuracy)]
    [InlineData(ResNetExperimentMetric.LogLoss)]
    public void ComparesEveryMetricInTheRightDirection(ResNetExperimentMetric metric)
    {
        ResNetExperimentResult result = TinyExperiment.Run(TinyExperiment.Settings(s =>
            (s.OptimizingMetric, s.MaxModels) = (metric, 3)));
        double[] all = [.. result.Trials.Select(trial => trial.Metric!.Value), result.BestTrial.Metric!.Value];
        Assert.Equal(metric == ResNetExperimentMetric.LogLoss ? all.Min() : all.Max(), result.BestTrial.Metric);
    }

    [Fact]
    public void BestConfigurationCanBeRefitOnAllImages()
    {
        var context = new MLContext(1);
        ResNetExperimentResult split = TinyExperiment.Run(TinyExperiment.Settings(s => s.RefitOnAllImages = true));
        Assert.True(split.IsRefit);
        Assert.Null(split.BestOptions.MetricsCallback);
        Assert.Equal(CancellationToken.None, split.BestOptions.CancellationToken);
        ResNetExperimentResult plain = TinyExperiment.Run(TinyExperiment.Settings());
        Assert.NotEqual(plain.Classifier.WeightsSha256, split.Classifier.WeightsSha256);
        // A training report covers the whole training or is missing.
        Assert.Equal(96, split.Classifier.TrainingReport!.TrainingImages);
        Assert.Equal(split.BestOptions.Epochs, split.Classifier.TrainingReport.Epochs.Count);
        Assert.Equal(plain.BestTrial.Rungs == 1, plain.Classifier.TrainingReport is not null);
        // The same images, split differently between the sources.
        ResNetClassifierTransformer all = Tiny.Fit(context, Tiny.Keyed(context, EncodedRow.Many(96)), options =>
        {
            ResNetClassifierEstimator.Options best = split.BestOptions;
            (options.Architecture, options.LearningRate, options.BatchSize, options.Epochs, options.Seed) =
                (best.Architecture, best.LearningRate, best.BatchSize, best.Epochs, 7);
        });
        Assert.Equal(all.WeightsSha256, split.Classifier.WeightsSha256);

        IDataView validation = Tiny.Keyed(context, EncodedRow.Many(24, seed: 3));
        ResNetExperimentResult given =
            TinyExperiment.Run(TinyExperiment.Settings(s => s.RefitOnAllImages = true), 72, validation);
        Assert.True(given.IsRefit);
    }

    [Fact]
    public void RejectsInvalidSettingsByName()
    {
        Assert.Contains("MaxModels is 0", Refused(s => s.MaxModels = 0), StringComparison.Ordinal);
        Assert.Contains("ReductionFactor is 1", Refused(s => s.ReductionFactor = 1), StringComparison.Ordinal);
        Assert.Contains("MinimumEpochs is 5", Refused(s => s.MinimumEpochs = 5), StringComparison.Ordinal);
        Assert.Contains(
            "MeanAveragePrecision, but the data are single-label",
            Refused(s => s.OptimizingMetric = ResNetExperimentMetric.MeanAveragePrecision), StringComparison.Ordinal);

        static string Refused(Action<ResNetExperimentSettings> change) => Assert.ThrowsAny<ArgumentException>(
            () => TinyExperiment.Run(TinyExperiment.Settings(change))).Message;
    }
}
