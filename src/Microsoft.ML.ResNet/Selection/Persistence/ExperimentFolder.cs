using System.Text.Json;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Persistence;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>
/// Where an experiment is saved: the trial table as JSON, the model of every trial that may go on, that of the best
/// one, and the checkpoint of the running one. Every file is replaced at once.
/// </summary>
/// <remarks>
/// The table is written after the models that it speaks of: whoever finds a table finds them. What was done after the
/// table was written is done again from the same start, and gives the same.
/// </remarks>
internal sealed class ExperimentFolder
{
    private static readonly JsonSerializerOptions s_json =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly string _folder;

    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public ExperimentFolder(string folder)
    {
        _folder = Path.GetFullPath(folder);
        AtomicFile.Prepare(TablePath);
    }

    public string TablePath => Path.Combine(_folder, "experiment.json");

    public string CheckpointOf(TrialRecord trial, int segment) =>
        Path.Combine(_folder, $"trial-{trial.Trial:D4}-{segment}.checkpoint");

    /// <summary>What an earlier run has left; null if there was none.</summary>
    /// <param name="identity">What decides the result of this run.</param>
    /// <exception cref="InvalidOperationException">
    /// It is of another experiment; the message names what differs.
    /// </exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public ExperimentRecord? TryRead(Dictionary<string, string> identity)
    {
        if (!File.Exists(TablePath))
            return null;
        ExperimentRecord? record;
        try
        {
            using FileStream stream = File.OpenRead(TablePath);
            record = JsonSerializer.Deserialize<ExperimentRecord>(stream, s_json);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"The experiment '{TablePath}' is damaged: {exception.Message} Delete the folder to begin anew.",
                exception);
        }
        if (record is not { Version: ExperimentRecord.CurrentVersion, Identity: not null, Trials: not null })
        {
            throw new InvalidDataException(
                $"The experiment '{TablePath}' is of another version. Delete the folder to begin anew.");
        }
        string[] differences =
        [
            .. identity.Keys.Union(record.Identity.Keys)
                .Where(name => record.Identity.GetValueOrDefault(name) != identity.GetValueOrDefault(name))
                .Select(name => $"{name} is {record.Identity.GetValueOrDefault(name, "missing")} there and "
                    + $"{identity.GetValueOrDefault(name, "missing")} now"),
        ];
        return differences.Length == 0 ? record : throw new InvalidOperationException(
            $"The experiment '{TablePath}' is another one: {string.Join("; ", differences)}. "
            + "Go on with what it was begun with, or name another CheckpointFolder.");
    }

    public void Write(ExperimentRecord record) =>
        AtomicFile.Write(TablePath, stream => JsonSerializer.Serialize(stream, record, s_json));

    public void WriteModel(TrialRecord trial) => WriteModel(ModelPath(trial), trial.Model!);

    public ClassifierModel ReadModel(TrialRecord trial) => ReadModel(ModelPath(trial));

    public void WriteBest(ClassifierModel model) => WriteModel(BestPath, model);

    public ClassifierModel ReadBest() => ReadModel(BestPath);

    /// <summary>Removes what a trial needs no longer.</summary>
    public void Forget(TrialRecord trial)
    {
        File.Delete(ModelPath(trial));
        for (int segment = 0; segment <= trial.Segments.Count; segment++)
            File.Delete(CheckpointOf(trial, segment));
    }

    private string BestPath => Path.Combine(_folder, "best.model");

    private string ModelPath(TrialRecord trial) => Path.Combine(_folder, $"trial-{trial.Trial:D4}.model");

    private static void WriteModel(string path, ClassifierModel model) =>
        AtomicFile.Write(path, stream => CheckpointFile.Write(stream, [new ModelPart(model)]));

    private static ClassifierModel ReadModel(string path)
    {
        try
        {
            using CheckpointFile file = CheckpointFile.TryOpen(path) ?? throw new InvalidDataException("it is missing");
            ModelPart part = new();
            file.Load(part);
            return part.Model!;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(
                $"The model '{path}' is damaged: {exception.Message}. Delete the folder to begin anew.", exception);
        }
    }
}
