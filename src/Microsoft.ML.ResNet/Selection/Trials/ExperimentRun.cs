using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>One run of an experiment, from reading images to the best model.</summary>
internal sealed class ExperimentRun : IDisposable
{
    // Maximum duration of a rung, relative to the plan.
    private const double LongestRung = 1.15;

    private readonly IHost _host;
    private readonly IChannel _channel;
    private readonly ResNetExperimentSettings _settings;
    private readonly int _seed;
    private readonly ExperimentClock _clock;
    private readonly ExperimentFolder? _folder;
    private readonly ExperimentDatasets _images;
    private readonly TrialTable _table;
    private readonly TrialRunner _runner;
    private HalvingPlan _plan;

    public ExperimentRun(
        IHost host, ResNetExperimentSettings settings, IDataView train, IDataView? validation, CancellationToken token,
        ExperimentClock clock)
    {
        _host = host;
        _channel = host.Start("ResNetExperiment");
        _settings = settings;
        _clock = clock;
        _seed = settings.Seed ?? host.Rand.Next();
        _images = new ExperimentDatasets(host, settings, train, validation, _seed);
        try
        {
            _folder = settings.CheckpointFolder is { } folder ? new ExperimentFolder(folder) : null;
            settings.OptimizingMetric.RequireLabels(_images.Label.IsMultiLabel);
            ResNetSearchSpace space = settings.SearchSpace ?? SearchSpaceChoice.For(train, settings.Options);
            (ImageSpecification first, _) =
                _images.Resolve(SearchPoint.Default(space).ApplyTo(settings.Options, images: 0));
            using CancellationTokenSource reading = clock.CreateTokenSource(0);
            TrainingSplit images = _images.Get(first, long.MaxValue, reading.Token);
            _table = TrialTable.Create(settings, space, images, _seed, _folder);
            clock.ResumeAt(_table.Record.Seconds);
            _plan = PlanFor(_table.Trials.Count);
            _runner = new TrialRunner(
                settings, _images, _table, _folder, clock, new SegmentTraining(host, _seed), _channel);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ClassifierModel Run(out ResNetExperimentStopReason reason, out bool isRefit)
    {
        _settings.Monitor?.ReportTrials(_table.Snapshot());
        RunRungs();
        reason = _table.Record.IsFinished ? ResNetExperimentStopReason.Completed
            : _clock.IsCancelled ? ResNetExperimentStopReason.Cancelled : ResNetExperimentStopReason.TimeLimit;
        if (reason == ResNetExperimentStopReason.Cancelled && !_settings.ReturnBestWhenCancelled)
            throw new OperationCanceledException("The experiment was cancelled.");
        if (_table.Best is not { } best)
            throw NothingFound(reason);
        ClassifierModel model = best;
        isRefit = false;
        if (_settings.RefitOnAllImages && reason == ResNetExperimentStopReason.Completed)
        {
            ClassifierModel? refit = new FinalTraining(_host, _settings, _images, _table, _clock, _seed).Run();
            isRefit = refit is not null;
            model = refit ?? model;
        }
        _table.Save(_clock.Seconds);
        return model;
    }

    public TrialTable Table => _table;

    private HalvingPlan PlanFor(int trials) => HalvingPlan.Create(trials, _settings.ReductionFactor, FirstPart());

    private double? FirstPart() => _settings.MinimumEpochs is not { } least ? null
        : Math.Min(1, least / (double)(_settings.MaximumEpochs ?? _table.EpochsOf(_table.Trials[0])));

    private void RunRungs()
    {
        if (_table.Record.IsFinished)
            return;
        List<TrialRecord> candidates = FitTime(_runner.Prepare());
        for (int rung = 0; rung < _plan.Rungs.Count && candidates.Count > 0; rung++)
        {
            int wanted = Math.Min(_plan.Rungs[rung].Trials, candidates.Count);
            bool isLast = rung == _plan.Rungs.Count - 1;
            RungBudget budget = Budget(rung);
            double end = _clock.Seconds + budget.Seconds * wanted * LongestRung ?? double.PositiveInfinity;
            List<TrialRecord> done = [];
            // A failed trial is replaced by the next best of the previous rung.
            foreach (TrialRecord trial in candidates)
            {
                // If the machine has become slower, later rungs still get their share of time.
                if (done.Count == wanted || (done.Count > 0 && _clock.Seconds >= end))
                    break;
                if (_runner.Run(trial, rung, budget))
                    done.Add(trial);
                if (_clock.IsOver || (trial.State == ResNetTrialState.Paused && trial.Rungs <= rung))
                    return;
            }
            List<TrialRecord> stopped = [.. candidates.Where(trial => trial.IsAlive && !done.Contains(trial))];
            _table.Stop(stopped);
            candidates = _table.Ranked(done, rung);
            if (isLast)
                _table.Complete(done);
            _table.Save(_clock.Seconds);
            _channel.Info($"Rung {rung + 1} of {_plan.Rungs.Count}: {done.Count} trials, "
                + $"{(candidates.Count == 0 ? "all failed" : $"the best is {_table.Snapshot(candidates[0])}")}");
        }
        _table.Record.IsFinished = !_clock.IsCancelled;
        _table.Save(_clock.Seconds);
    }

    // Selects as many trials as can be trained usefully in the first rung while leaving the last rung its share.
    private List<TrialRecord> FitTime(List<TrialRecord> trials)
    {
        if (_clock.HasLimit && _table.Record.TrialsInTime is null && trials.Count > 0)
        {
            var selection = new AffordableTrials(
                trials, _runner.LeastSeconds, n => BudgetOf(PlanFor(n), rung: 0).Seconds!.Value);
            foreach ((TrialRecord trial, double seconds, double share) in selection.TooSlow)
                _runner.Refuse(trial, FormattableString.Invariant(
                    $"is too slow: a few steps take {seconds:F1} s, but the time limit allows {share:F1} s"));
            _table.Record.TrialsInTime = selection.Count;
            if (selection.Count < trials.Count)
                _channel.Warning($"The time limit allows only {selection.Count} of {trials.Count} trials.");
        }
        int count = _table.Record.TrialsInTime ?? trials.Count;
        List<TrialRecord> taken = [.. trials.Where(trial => trial.IsAlive).Take(count)];
        _plan = PlanFor(Math.Max(1, taken.Count));
        return taken;
    }

    // With a time limit, the remaining time is redistributed before every rung.
    private RungBudget Budget(int rung) => BudgetOf(_plan, rung);

    private RungBudget BudgetOf(HalvingPlan plan, int rung)
    {
        double refit = _settings.RefitOnAllImages ? 1 : 0;
        double part = plan.Increment(rung) / (plan.CostFrom(rung) + refit);
        return new RungBudget(plan.Rungs[rung].Part, _clock.HasLimit ? _clock.Remaining * part : null);
    }

    private Exception NothingFound(ResNetExperimentStopReason reason)
    {
        string? error = _table.Trials.Select(trial => trial.Error).FirstOrDefault(text => text is not null);
        return reason switch
        {
            ResNetExperimentStopReason.Cancelled =>
                new OperationCanceledException(
                    "The experiment was cancelled before a trial completed its first rung."),
            ResNetExperimentStopReason.TimeLimit => new TimeoutException(
                $"{_settings.MaxExperimentTimeInSeconds} seconds passed before a trial completed its first rung: "
                + "raise MaxExperimentTimeInSeconds, or lower MaxModels."),
            _ => new InvalidOperationException(
                $"None of {_table.Trials.Count} trials produced a model. The first error: {error}",
                _table.Trials.Select(trial => trial.Exception).FirstOrDefault(exception => exception is not null)),
        };
    }

    public void Dispose()
    {
        _folder?.Dispose();
        _images.Dispose();
        _channel.Dispose();
    }
}

/// <summary>The budget of each trial of a rung.</summary>
/// <param name="Part">Cumulative fraction of the full budget of epochs.</param>
/// <param name="Seconds">Time for the rung; null for no limit.</param>
internal readonly record struct RungBudget(double Part, double? Seconds);
