using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>The trials of an experiment and the best model, in memory and, if there is one, in the folder.</summary>
internal sealed class TrialTable
{
    private readonly ResNetExperimentSettings _settings;
    private readonly ExperimentFolder? _folder;
    private readonly IReadOnlyList<ResNetClassifierEstimator.Options> _options;
    private readonly long _trainImages;
    private ClassifierModel? _best;

    private TrialTable(
        ResNetExperimentSettings settings, ExperimentFolder? folder, ExperimentRecord record,
        IReadOnlyList<ResNetClassifierEstimator.Options> options, long trainImages)
    {
        _settings = settings;
        _folder = folder;
        Record = record;
        _options = options;
        _trainImages = trainImages;
    }

    public ExperimentRecord Record { get; }

    public IReadOnlyList<TrialRecord> Trials => Record.Trials;

    /// <summary>The best model so far, or null.</summary>
    public ClassifierModel? Best => _best ??= Record.BestTrial is null ? null : _folder?.ReadBest();

    /// <summary>The best trial, in its state when it became the best.</summary>
    public ResNetTrial? BestTrial => Record.BestTrial is { } best
        ? Snapshot(Trials[best], Record.BestSegments, Record.BestMetric)
        : null;

    /// <summary>Draws the trials, or reads those of an earlier run.</summary>
    public static TrialTable Create(
        ResNetExperimentSettings settings, ResNetSearchSpace space, TrainingSplit images, int seed,
        ExperimentFolder? folder)
    {
        LabelColumn label = images.Images.Label;
        var drawn = new TrialSampler(space, settings.Options, images.Train.Rows.Length, label.Classes.Count, seed)
            .Draw(settings.MaxModels);
        if (drawn.Count == 0)
            throw new ArgumentException("No configuration of the search space satisfies its constraints.");
        Dictionary<string, string> identity = Identity(settings, images, seed, drawn);
        ExperimentRecord record = folder?.TryRead(identity) ?? new ExperimentRecord
        {
            Identity = identity,
            Trials = [.. drawn.Select((trial, i) => new TrialRecord { Trial = i, Parameters = trial.Point.Texts })],
        };
        var table = new TrialTable(
            settings, folder, record, [.. drawn.Select(trial => trial.Options)], images.Train.Rows.Length);
        return table;
    }

    public ResNetClassifierEstimator.Options OptionsOf(TrialRecord trial) => _options[trial.Trial];

    /// <summary>The full budget of a trial.</summary>
    public int EpochsOf(TrialRecord trial) => _settings.MaximumEpochs ?? _options[trial.Trial].Epochs;

    public IReadOnlyList<ResNetTrial> Snapshot() => [.. Trials.Select(trial => Snapshot(trial))];

    public ResNetTrial Snapshot(TrialRecord trial) => Snapshot(trial, trial.Segments.Count, trial.Metric);

    private ResNetTrial Snapshot(TrialRecord trial, int segments, double? metric)
    {
        double epochs = trial.Segments.Take(segments).Sum(segment => segment.Learned) / (double)_trainImages;
        ResNetClassifierEstimator.Options options = _options[trial.Trial].Copy();
        options.Epochs = Math.Max(1, (int)Math.Round(epochs));
        return new ResNetTrial
        {
            TrialId = trial.Trial,
            Parameters = trial.Parameters,
            Options = options,
            State = trial.State,
            Rungs = trial.Segments.Take(segments).Count(segment => segment.IsDone),
            Epochs = epochs,
            Metric = metric,
            Duration = TimeSpan.FromSeconds(trial.Segments.Take(segments).Sum(segment => segment.Seconds)),
            ImagesPerSecond = trial.ImagesPerSecond,
            MemoryMB = trial.MemoryMB,
            Error = trial.Error,
            Exception = trial.Exception,
        };
    }

    /// <summary>Orders trials by their metric after a rung, best first.</summary>
    public List<TrialRecord> Ranked(IEnumerable<TrialRecord> trials, int rung) =>
        [.. trials.OrderBy(trial => CostOf(trial.Segments[rung].Metric)).ThenBy(trial => trial.Trial)];

    /// <summary>Records the model if it is the best so far.</summary>
    /// <returns>Whether it is the best so far.</returns>
    public bool UpdateBest(TrialRecord trial, ClassifierModel model, double metric)
    {
        if (Record.BestTrial is not null && !(CostOf(metric) < CostOf(Record.BestMetric)))
            return false;
        _folder?.WriteBest(model);
        _best = model;
        (Record.BestTrial, Record.BestMetric, Record.BestSegments) = (trial.Trial, metric, trial.Segments.Count);
        return true;
    }

    /// <summary>The model that a trial continues from; null before its first segment.</summary>
    public ClassifierModel? ModelOf(TrialRecord trial) =>
        trial.Rungs == 0 ? null : trial.Model ??= _folder?.ReadModel(trial);

    /// <summary>
    /// Keeps the model of a trial to continue from, and discards those of all but the best trials of the rung.
    /// </summary>
    /// <param name="trial">A trial that has completed the rung.</param>
    /// <param name="model">Its model.</param>
    /// <param name="rung">The rung.</param>
    /// <param name="most">Maximum number of models to keep.</param>
    public void KeepModel(TrialRecord trial, ClassifierModel model, int rung, int most)
    {
        trial.Model = model;
        _folder?.WriteModel(trial);
        foreach (TrialRecord worse in Ranked(Trials.Where(t => t.IsAlive && t.Rungs == rung + 1), rung).Skip(most))
            DiscardModel(worse);
        if (_folder is not null)
            trial.Model = null; // it can be read again
    }

    public void Stop(IEnumerable<TrialRecord> trials)
    {
        foreach (TrialRecord trial in trials)
        {
            trial.State = ResNetTrialState.Stopped;
            DiscardModel(trial);
        }
    }

    public void Complete(IEnumerable<TrialRecord> trials)
    {
        foreach (TrialRecord trial in trials)
        {
            trial.State = ResNetTrialState.Completed;
            DiscardModel(trial);
        }
    }

    public void Save(double seconds)
    {
        Record.Seconds = seconds;
        _folder?.Write(Record);
    }

    public void DiscardModel(TrialRecord trial)
    {
        trial.Model = null;
        _folder?.DeleteFiles(trial);
    }

    private double CostOf(double? metric) =>
        metric is { } value && !double.IsNaN(value) ? _settings.OptimizingMetric.Cost(value) : double.PositiveInfinity;

    // The length of a time limit affects the result too, but may be changed on purpose, to train longer.
    private static Dictionary<string, string> Identity(
        ResNetExperimentSettings settings, TrainingSplit images, int seed,
        IReadOnlyList<(SearchPoint Point, ResNetClassifierEstimator.Options Options)> trials)
    {
        Dictionary<string, string> identity = new()
        {
            ["Seed"] = $"{seed}",
            ["OptimizingMetric"] = $"{settings.OptimizingMetric}",
            ["MaxModels"] = $"{settings.MaxModels}",
            ["ReductionFactor"] = $"{settings.ReductionFactor}",
            ["MaximumEpochs"] = SearchDimension.Text(settings.MaximumEpochs ?? (object)"none"),
            ["MinimumEpochs"] = SearchDimension.Text(settings.MinimumEpochs ?? (object)"none"),
            ["Whether time is limited"] = $"{settings.MaxExperimentTimeInSeconds is not null}",
            ["RefitOnAllImages"] = $"{settings.RefitOnAllImages}",
        };
        for (int i = 0; i < trials.Count; i++)
        {
            identity[$"Trial {i}"] =
                string.Join(", ", trials[i].Point.Texts.Select(text => $"{text.Key} {text.Value}"));
            identity[$"The hash of trial {i}'s options"] = Hash(trials[i].Options);
        }
        foreach ((string name, string value) in DataFingerprint.Compute("training", images.Train)
            .Concat(DataFingerprint.Compute("validation", images.Validation)))
            identity[name] = value;
        return identity;
    }

    private static string Hash(ResNetClassifierEstimator.Options options)
    {
        TrainingSettings all =
            options.ToSettings(classes: 2, images: 2, ArchitectureValidation.MinimumImageSize, seed: 0);
        string text = string.Join('\n', SettingsList.Enumerate(all).Select(setting => $"{setting.Name}={setting.Value}"))
            + FormattableString.Invariant($"\n{options.ImageHeight}x{options.ImageWidth} {options.ClassWeights}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
