using System.Diagnostics;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Reads the checkpoint of an earlier run of the same training, if there is one, and writes this run's checkpoints.
/// </summary>
internal sealed class TrainingCheckpoints : IDisposable
{
    private readonly CheckpointSettings _settings;
    private readonly FileLock _lock;
    private CheckpointFile? _earlier;
    private ICheckpointPart[] _parts = [];
    private long _saved = Stopwatch.GetTimestamp();

    /// <summary>Opens the checkpoint and verifies that a new one can be written in its place.</summary>
    /// <exception cref="IOException">The folder is not writable, or another process is using the checkpoint.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    public TrainingCheckpoints(CheckpointSettings settings)
    {
        _settings = settings with { Path = Path.GetFullPath(settings.Path) };
        if (Directory.Exists(_settings.Path))
            throw new IOException($"The checkpoint '{_settings.Path}' is a folder. Give the path of a file in it.");
        _lock = Lock(_settings.Path);
        try
        {
            Writing(() => AtomicFile.Prepare(_settings.Path));
            _earlier = Reading(() => CheckpointFile.TryOpen(_settings.Path));
            if (_earlier is null)
                return;
            CheckpointSeed seed = new();
            Reading(() => _earlier.Load(seed));
            Seed = seed.Value;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string FilePath => _settings.Path;

    /// <summary>The seed of the earlier run.</summary>
    public int? Seed { get; }

    /// <summary>The position saved in the checkpoint on disk.</summary>
    public string? Position { get; private set; }

    /// <summary>
    /// Restores the parts from the earlier run. Without one, saves their initial state, so that a full disk is detected
    /// before training starts.
    /// </summary>
    /// <returns>Whether there was an earlier run.</returns>
    /// <exception cref="InvalidOperationException">The checkpoint belongs to another training.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    public bool Start(TrainingIdentity identity, TrainingPosition position, IEnumerable<ICheckpointPart> parts)
    {
        _parts = [identity, position, .. parts];
        if (_earlier is null)
        {
            Save(position);
            return false;
        }
        foreach (ICheckpointPart part in _parts)
            Reading(() => _earlier.Load(part));
        Position = position.ToString();
        _earlier.Dispose();
        _earlier = null;
        _saved = Stopwatch.GetTimestamp();
        return true;
    }

    /// <summary>Whether a checkpoint is due: by time, at the end of an epoch, or at the end of training.</summary>
    public bool IsDue(TrainingPosition position, bool isLast = false) =>
        isLast
        || (position.Batch == 0 && _settings.EveryEpochs > 0 && position.Epoch % _settings.EveryEpochs == 0)
        || (_settings.Every > TimeSpan.Zero && Stopwatch.GetElapsedTime(_saved) >= _settings.Every);

    /// <exception cref="IOException">The disk is full or fails; the previous checkpoint is kept.</exception>
    public void Save(TrainingPosition position)
    {
        Writing(() => AtomicFile.Write(_settings.Path, stream => CheckpointFile.Write(stream, _parts)));
        Position = position.ToString();
        _saved = Stopwatch.GetTimestamp();
    }

    // Before anything of a running training is touched.
    private static FileLock Lock(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return FileLock.Acquire(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The checkpoint '{path}' cannot be written: {e.Message}", e);
        }
    }

    private void Writing(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string kept = Position is null ? "" : $" The previous checkpoint, from {Position}, is intact.";
            throw new IOException($"The checkpoint '{_settings.Path}' cannot be written: {e.Message}{kept}", e);
        }
    }

    private void Reading(Action read) => Reading(() =>
    {
        read();
        return true;
    });

    // Reports every consequence of a damaged file in the same way.
    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or System.Text.Json.JsonException)
        {
            throw new InvalidDataException(
                $"The checkpoint '{_settings.Path}' is damaged: {e.Message}. Delete it to start over.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The checkpoint '{_settings.Path}' cannot be read: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        _earlier?.Dispose();
        _lock.Dispose();
    }
}
