using System.Diagnostics;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>Runs trials. A trial's failure is recorded and does not affect the others.</summary>
internal sealed class TrialRunner(
    ResNetExperimentSettings settings, ExperimentDatasets images, TrialTable table, ExperimentFolder? folder,
    ExperimentClock clock, SegmentTraining training, IChannel channel)
{
    // Models kept in addition to those of a rung, as substitutes for trials that fail.
    private const int Substitutes = 2;

    // Steps may be slower than the measured ones.
    private const double TimeMargin = 0.97;

    // With a time limit and without MaximumEpochs, a trial may train for this many times its options' epochs.
    private const int LongestTraining = 10;

    private const double SavingSeconds = 0.3;

    private readonly int _threads = settings.Options.ThreadCount();

    private readonly double _memoryLimit = settings.MaximumMemoryUsageInMegaByte * (1 << 20) ?? double.MaxValue;

    /// <summary>
    /// Resolves every trial's images, refuses trials that need too much memory and, with a time limit, measures the
    /// others' speed.
    /// </summary>
    /// <returns>The remaining trials; those that share images are adjacent.</returns>
    public List<TrialRecord> Prepare()
    {
        List<(ImageSpecification Stored, TrialRecord Trial)> ready = [];
        foreach (TrialRecord trial in table.Trials.Where(trial => trial.IsAlive))
        {
            Guard(trial, () =>
            {
                (ImageSpecification stored, ImageSize input) = images.Resolve(table.OptionsOf(trial));
                if (!Fits(trial, stored, input))
                    return false;
                ready.Add((stored, trial));
                return true;
            });
        }
        List<ImageSpecification> order = [.. ready.Select(item => item.Stored).Distinct()];
        List<TrialRecord> sorted =
            [.. ready.OrderBy(item => order.IndexOf(item.Stored)).Select(item => item.Trial)];
        if (clock.HasLimit)
        {
            foreach (TrialRecord trial in sorted.Where(trial => trial.ImagesPerSecond == 0 && !clock.IsOver))
                Guard(trial, () => Measure(trial));
        }
        table.Save(clock.Seconds);
        return [.. sorted.Where(trial => trial.IsAlive)];
    }

    /// <summary>Duration in seconds of a trial's smallest useful training.</summary>
    public double LeastSeconds(TrialRecord trial)
    {
        (long train, long held) = images.Counts;
        long least = SegmentPlan.Least(train, table.OptionsOf(trial).BatchSize!.Value);
        return new TrialThroughput(trial.ImagesPerSecond, train, held).SecondsOf(least);
    }

    /// <summary>Refuses a trial and reports why.</summary>
    public void Refuse(TrialRecord trial, string why)
    {
        (trial.State, trial.Error) = (ResNetTrialState.Refused, why);
        ResNetTrial row = table.Snapshot(trial);
        channel.Warning(row.ToString());
        settings.Monitor?.ReportFailTrial(row, null);
    }

    /// <summary>Trains a trial in a rung, unless it has completed the rung already.</summary>
    /// <returns>Whether the trial has completed the rung.</returns>
    public bool Run(TrialRecord trial, int rung, RungBudget budget)
    {
        if (trial.Rungs > rung)
            return true;
        return trial.IsAlive && !clock.IsOver && Guard(trial, () => Train(trial, rung, budget));
    }

    private bool Train(TrialRecord trial, int rung, RungBudget budget)
    {
        ResNetClassifierEstimator.Options options = table.OptionsOf(trial).Copy();
        (TrainingSplit selection, ImageSize input) = Open(trial);
        bool isNew = trial.Segments.Count == rung;
        if (isNew)
            trial.Segments.Add(Plan(trial, budget, selection, options.BatchSize!.Value));
        TrialSegment segment = trial.Segments[rung];
        trial.State = ResNetTrialState.Running;
        table.Save(clock.Seconds);
        settings.Monitor?.ReportRunningTrial(table.Snapshot(trial));

        TrialThroughput pace = PaceOf(trial, selection);
        double reserve = clock.HasLimit ? pace.ValidationSeconds + 2 * StepSeconds(options, pace) + SavingSeconds : 0;
        using CancellationTokenSource end = clock.CreateTokenSource(reserve);
        options.Epochs = segment.Epochs;
        options.Seed = training.SeedOf(trial.Trial, rung);
        options.CheckpointPath = folder?.CheckpointOf(trial, rung);
        options.CancellationToken = end.Token;
        options.ReturnModelWhenCancelled = true;
        options.MetricsCallback = metrics => settings.Monitor?.ReportEpoch(table.Snapshot(trial), metrics);
        long start = Stopwatch.GetTimestamp();
        using ResNetClassifierTransformer trained =
            training.Run(options, selection, input, segment.Images, rung, table.ModelOf(trial));
        ResNetTrainingReport report = trained.TrainingReport!;
        bool isWhole = report.StopReason == ResNetTrainingStopReason.Completed;
        if (isWhole || !clock.IsCancelled)
        {
            double? known = isWhole ? TrialMetric.FromEpoch(settings.OptimizingMetric, report.Epochs[^1]) : null;
            segment.Metric = known
                ?? TrialMetric.Measure(settings.OptimizingMetric, trained.Model, selection.Validation!, _threads);
        }
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        segment.Seconds += seconds;
        segment.Learned = isWhole ? segment.Planned : report.Epochs.Count * segment.Images;
        segment.IsDone = isWhole;
        if (isNew && isWhole)
            trial.ImagesPerSecond = TrialThroughput.Measure(
                segment.Planned, segment.Epochs, selection.Validation!.Rows.Length, seconds);
        trial.State = ResNetTrialState.Paused;
        // A later segment's report covers only that segment, so it is not kept.
        Finish(trial, rung == 0 ? trained.Model : trained.Model with { TrainingReport = null }, rung);
        return isWhole;
    }

    private void Finish(TrialRecord trial, ClassifierModel model, int rung)
    {
        TrialSegment segment = trial.Segments[rung];
        bool isBest = segment.Metric is { } metric && table.UpdateBest(trial, model, metric);
        if (segment.IsDone)
            table.KeepModel(trial, model, rung, Math.Max(1, table.Trials.Count / settings.ReductionFactor) + Substitutes);
        table.Save(clock.Seconds);
        if (segment.IsDone && folder is not null)
            File.Delete(folder.CheckpointOf(trial, rung));
        ResNetTrial row = table.Snapshot(trial);
        channel.Info(row.ToString());
        if (segment.IsDone)
            settings.Monitor?.ReportCompletedTrial(row);
        if (isBest)
            settings.Monitor?.ReportBestTrial(row);
    }

    private TrialSegment Plan(TrialRecord trial, RungBudget budget, TrainingSplit selection, int batchSize)
    {
        long full = selection.Train.Rows.Length;
        double epochs = table.EpochsOf(trial)
            * (clock.HasLimit && settings.MaximumEpochs is null ? LongestTraining : 1);
        double wanted = budget.Part * epochs * full - trial.ImagesLearned;
        if (budget.Seconds is not { } seconds)
            return SegmentPlan.Create(wanted, full, batchSize, atMost: false);
        double possible = PaceOf(trial, selection).ImagesIn(TimeMargin * Math.Min(seconds, clock.Remaining));
        return SegmentPlan.Create(Math.Min(wanted, possible), full, batchSize, atMost: true);
    }

    private bool Fits(TrialRecord trial, ImageSpecification stored, ImageSize input)
    {
        (long train, long held) = images.Counts;
        ResNetClassifierEstimator.Options options = table.OptionsOf(trial);
        TrainingSettings all = options.ToSettings(
            images.Label.Classes.Count, train, Math.Min(input.Height, input.Width), seed: 0) with
        {
            InputHeight = input.Height,
            InputWidth = input.Width,
        };
        options.Validate();
        all.Validate();
        long network = TrainingMemory.Estimate(all, stored.Shape, train, held, _threads);
        // Without a folder, models that may be continued are kept in memory.
        long parameters = all.Options.Architecture.CountParameters(all.ClassCount, stored.Channels) * sizeof(float);
        int kept = folder is null ? table.Trials.Count / settings.ReductionFactor + Substitutes : 0;
        double bytes = network + kept * parameters + images.BytesOf(stored);
        trial.MemoryMB = Math.Round(bytes / (1 << 20), 1);
        if (bytes <= _memoryLimit)
            return true;
        Refuse(trial, FormattableString.Invariant(
            $"needs an estimated {trial.MemoryMB:F0} MB; MaximumMemoryUsageInMegaByte is ")
            + SearchDimension.Text(settings.MaximumMemoryUsageInMegaByte!));
        return false;
    }

    private bool Measure(TrialRecord trial)
    {
        (TrainingSplit selection, ImageSize input) = Open(trial);
        using CancellationTokenSource end = clock.CreateTokenSource(0);
        trial.ImagesPerSecond = training.Probe(table.OptionsOf(trial), selection, input, end.Token);
        return true;
    }

    private (TrainingSplit Selection, ImageSize Input) Open(TrialRecord trial)
    {
        (ImageSpecification stored, ImageSize input) = images.Resolve(table.OptionsOf(trial));
        using CancellationTokenSource end = clock.CreateTokenSource(0);
        double others = _memoryLimit - trial.MemoryMB * (1 << 20) + images.BytesOf(stored);
        long most = (long)Math.Min(others, PixelStoreBudget.Of(settings.Options.PixelStoreMemoryMB));
        return (images.Get(stored, most, end.Token), input);
    }

    private static TrialThroughput PaceOf(TrialRecord trial, TrainingSplit selection) =>
        new(trial.ImagesPerSecond, selection.Train.Rows.Length, selection.Validation!.Rows.Length);

    private static double StepSeconds(ResNetClassifierEstimator.Options options, TrialThroughput pace) =>
        options.BatchSize!.Value * options.Optimizer.AccumulationSteps / pace.ImagesPerSecond;

    // No exception of a trial may end the experiment.
    private bool Guard(TrialRecord trial, Func<bool> work)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException) when (clock.IsOver || clock.HasLimit)
        {
            trial.State = ResNetTrialState.Paused;
            table.Save(clock.Seconds);
            return false;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or MonitorException))
        {
            trial.State = ResNetTrialState.Failed;
            (trial.Error, trial.Exception) = ($"{exception.GetType().Name}: {exception.Message}", exception);
            table.DiscardModel(trial);
            table.Save(clock.Seconds);
            channel.Warning(table.Snapshot(trial).ToString());
            settings.Monitor?.ReportFailTrial(table.Snapshot(trial), exception);
            return false;
        }
    }
}
