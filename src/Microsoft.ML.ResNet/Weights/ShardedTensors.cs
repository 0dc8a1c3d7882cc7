using System.Text.Json;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// Tensors in several files, and the index that says which is in which:
/// <c>{"weight_map": {"conv1.weight": "model-00001-of-00002.safetensors", ...}}</c>.
/// </summary>
internal sealed class ShardedTensors : INamedTensors, IDisposable
{
    private const string MapKey = "weight_map";

    private const int MostFiles = 1000;

    private readonly Dictionary<string, INamedTensors> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, INamedTensors> _homes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);

    public string Source { get; }

    public IReadOnlyDictionary<string, long[]> Shapes => _shapes;

    /// <param name="path">The index.</param>
    /// <param name="open">Opens one of the files.</param>
    /// <exception cref="InvalidDataException">It is not an index, or a file lacks a tensor that the index names.</exception>
    /// <exception cref="IOException">A file cannot be opened or read.</exception>
    public ShardedTensors(string path, Func<string, INamedTensors> open)
    {
        Source = path;
        try
        {
            foreach ((string name, string file) in ReadIndex(path))
            {
                if (!_files.TryGetValue(file, out INamedTensors? tensors))
                {
                    if (_files.Count == MostFiles)
                        throw new InvalidDataException($"'{path}' names more than {MostFiles} files.");
                    _files.Add(file, tensors = open(Resolve(file)));
                }
                if (!tensors.Shapes.TryGetValue(name, out long[]? shape))
                    throw new InvalidDataException($"'{path}' says that '{name}' is in '{file}', but it is not there.");
                _homes.Add(name, tensors);
                _shapes.Add(name, shape);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public float[] Read(string name) => _homes[name].Read(name);

    private static Dictionary<string, string> ReadIndex(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument index = JsonDocument.Parse(stream);
            if (index.RootElement.ValueKind == JsonValueKind.Object
                && index.RootElement.TryGetProperty(MapKey, out JsonElement map)
                && map.Deserialize<Dictionary<string, string>>() is { Count: > 0 } names && !names.ContainsValue(null!))
            {
                return names;
            }
        }
        catch (JsonException)
        {
            // As if there were no index.
        }
        throw new InvalidDataException(
            $"'{path}' is no index of files with weights: it has no '{MapKey}' from names of tensors to names of files.");
    }

    // An index from strangers says which files are opened: those beside it alone.
    private string Resolve(string file) => file.Length > 0 && file == Path.GetFileName(file) && file is not ("." or "..")
        ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Source))!, file)
        : throw new InvalidDataException($"'{Source}' names the file '{file}', which is not beside it.");

    public void Dispose()
    {
        foreach (INamedTensors file in _files.Values)
            (file as IDisposable)?.Dispose();
    }
}
