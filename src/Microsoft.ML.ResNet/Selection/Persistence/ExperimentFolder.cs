using System.Text.Json;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Persistence;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>
/// The folder an experiment is saved to: the trial table as JSON, the model of every trial that may be continued, the
/// best model, and the running trial's checkpoint. Every file is replaced atomically.
/// </summary>
/// <remarks>
/// The table is written after the models it refers to, so that they exist whenever the table does. Work done after the
/// last write of the table is repeated from the same state and gives the same result.
/// </remarks>
internal sealed class ExperimentFolder : IDisposable
{
    private static readonly JsonSerializerOptions s_json =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly string _folder;
    private readonly FileLock _lock;

    /// <exception cref="IOException">
    /// The folder cannot be created or written, or another experiment is running in it.
    /// </exception>
    public ExperimentFolder(string folder)
    {
        _folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(_folder);
        _lock = FileLock.Acquire(TablePath);
        try
        {
            AtomicFile.Prepare(TablePath);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose() => _lock.Dispose();

    public string TablePath => Path.Combine(_folder, "experiment.json");

    public string CheckpointOf(TrialRecord trial, int segment) =>
        Path.Combine(_folder, $"trial-{trial.Trial:D4}-{segment}.checkpoint");

    /// <summary>Reads the record of an earlier run; null if there is none.</summary>
    /// <param name="identity">Everything that determines the result of this run.</param>
    /// <exception cref="InvalidOperationException">
    /// The folder belongs to another experiment; the message lists the differences.
    /// </exception>
    /// <exception cref="InvalidDataException">The record is damaged.</exception>
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
                $"The experiment '{TablePath}' is damaged: {exception.Message} Delete the folder to start over.",
                exception);
        }
        if (record is not { Version: ExperimentRecord.CurrentVersion, Identity: not null, Trials: not null })
        {
            throw new InvalidDataException(
                $"The experiment '{TablePath}' has another version. Delete the folder to start over.");
        }
        string[] differences =
        [
            .. identity.Keys.Union(record.Identity.Keys)
                .Where(name => record.Identity.GetValueOrDefault(name) != identity.GetValueOrDefault(name))
                .Select(name => $"{name} is {record.Identity.GetValueOrDefault(name, "missing")} in the folder and "
                    + $"{identity.GetValueOrDefault(name, "missing")} now"),
        ];
        return differences.Length == 0 ? record : throw new InvalidOperationException(
            $"The experiment '{TablePath}' is a different one: {string.Join("; ", differences)}. "
            + "Resume with the original data and settings, or choose another CheckpointFolder.");
    }

    public void Write(ExperimentRecord record) =>
        AtomicFile.Write(TablePath, stream => JsonSerializer.Serialize(stream, record, s_json));

    public void WriteModel(TrialRecord trial) => WriteModel(ModelPath(trial), trial.Model!);

    public ClassifierModel ReadModel(TrialRecord trial) => ReadModel(ModelPath(trial));

    public void WriteBest(ClassifierModel model) => WriteModel(BestPath, model);

    public ClassifierModel ReadBest() => ReadModel(BestPath);

    /// <summary>Deletes the files of a trial that will not be continued.</summary>
    public void DeleteFiles(TrialRecord trial)
    {
        File.Delete(ModelPath(trial));
        for (int segment = 0; segment <= trial.Segments.Count; segment++)
            File.Delete(CheckpointOf(trial, segment));
    }

    private string BestPath => Path.Combine(_folder, "best.model");

    private string ModelPath(TrialRecord trial) => Path.Combine(_folder, $"trial-{trial.Trial:D4}.model");

    private static void WriteModel(string path, ClassifierModel model) =>
        AtomicFile.Write(path, stream => CheckpointFile.Write(stream, [new ClassifierCheckpointPart(model)]));

    private static ClassifierModel ReadModel(string path)
    {
        try
        {
            using CheckpointFile file = CheckpointFile.TryOpen(path) ?? throw new InvalidDataException("it is missing");
            ClassifierCheckpointPart part = new();
            file.Load(part);
            return part.Model!;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(
                $"The model '{path}' is damaged: {exception.Message}. Delete the folder to start over.", exception);
        }
    }
}
