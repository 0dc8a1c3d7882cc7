using System.Text.Json;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// The JSON at the beginning of a safetensors file: <c>{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets":
/// [0, 24]}, ..., "__metadata__": {"key": "value"}}</c>.
/// </summary>
/// <remarks>
/// It comes from strangers: anything but the above is refused, as are names that occur twice, and tensors that lie
/// outside the data, overlap, leave holes, or have another length than their shape says.
/// </remarks>
internal sealed class SafeTensorsHeader
{
    private const string MetadataName = "__metadata__";

    private readonly Dictionary<string, SafeTensorsEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, SafeTensorsEntry> Entries => _entries;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    private SafeTensorsHeader()
    {
    }

    /// <param name="json">The header.</param>
    /// <param name="dataLength">Bytes after it.</param>
    /// <exception cref="InvalidDataException">It is not as above; the message says where.</exception>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        SafeTensorsHeader header = new();
        try
        {
            Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 3 });
            header.ReadRoot(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"Its header is no valid JSON of tensors: {e.Message}", e);
        }
        header.CheckPlaces(dataLength);
        return header;
    }

    private void ReadRoot(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "The header");
        HashSet<string> names = new(StringComparer.Ordinal);
        while (NextName(ref reader, "The header", names) is { } name)
        {
            if (name == MetadataName)
                ReadMetadata(ref reader);
            else
                _entries.Add(name, ReadEntry(ref reader, name));
        }
        if (reader.Read())
            throw new InvalidDataException("Its header goes on behind its end.");
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataName);
        HashSet<string> names = new(StringComparer.Ordinal);
        while (NextName(ref reader, MetadataName, names) is { } name)
        {
            Expect(ref reader, JsonTokenType.String, $"'{name}' of {MetadataName}");
            _metadata.Add(name, reader.GetString()!);
        }
    }

    private static SafeTensorsEntry ReadEntry(ref Utf8JsonReader reader, string tensor)
    {
        string what = $"The tensor '{tensor}'", ofTensor = $"of the tensor '{tensor}'";
        Expect(ref reader, JsonTokenType.StartObject, what);
        string? type = null;
        long[]? shape = null, offsets = null;
        HashSet<string> names = new(StringComparer.Ordinal);
        while (NextName(ref reader, what, names) is { } name)
        {
            switch (name)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String, $"'dtype' {ofTensor}");
                    type = reader.GetString();
                    break;
                case "shape":
                    shape = ReadSizes(ref reader, $"'shape' {ofTensor}");
                    break;
                case "data_offsets":
                    offsets = ReadSizes(ref reader, $"'data_offsets' {ofTensor}");
                    break;
                default:
                    throw new InvalidDataException($"{what} has a '{name}', which no tensor has.");
            }
        }
        return type is not null && shape is not null && offsets is [var begin, var end]
            ? new SafeTensorsEntry(type, shape, begin, end)
            : throw new InvalidDataException($"{what} has not all of dtype, shape and two data_offsets.");
    }

    private static long[] ReadSizes(ref Utf8JsonReader reader, string what)
    {
        Expect(ref reader, JsonTokenType.StartArray, what);
        List<long> sizes = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            sizes.Add(reader.TryGetInt64(out long size) && size >= 0
                ? size
                : throw new InvalidDataException($"{what} has a number that is no size."));
        }
        return reader.TokenType == JsonTokenType.EndArray
            ? [.. sizes]
            : throw new InvalidDataException($"{what} is no array of sizes.");
    }

    // The name of an object's next property, or null at its end.
    private static string? NextName(ref Utf8JsonReader reader, string what, HashSet<string> seen)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject)
            return null;
        string name = reader.GetString()!;
        return seen.Add(name) ? name : throw new InvalidDataException($"{what} has two of the name '{name}'.");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw new InvalidDataException($"{what} is no {type}.");
    }

    // The tensors lie side by side from the first byte of the data to the last, each as long as its shape says.
    private void CheckPlaces(long dataLength)
    {
        long end = 0;
        string previous = "the header";
        foreach ((string name, SafeTensorsEntry entry) in _entries.OrderBy(e => e.Value.Begin).ThenBy(e => e.Value.End))
        {
            if (entry.End < entry.Begin || entry.End > dataLength)
            {
                throw new InvalidDataException(
                    $"The tensor '{name}' is at {entry.Begin} to {entry.End} of {dataLength} bytes.");
            }
            if (entry.Begin != end)
            {
                throw new InvalidDataException(
                    $"The tensor '{name}' begins at {entry.Begin}, but '{previous}' ends at {end}.");
            }
            if (SafeTensorsType.Size(entry.Type) is { } size && Bytes(name, entry, size) != entry.End - entry.Begin)
            {
                throw new InvalidDataException(
                    $"The tensor '{name}' of {entry.Type} and shape [{string.Join(", ", entry.Shape)}] "
                    + $"takes {entry.End - entry.Begin} bytes.");
            }
            (end, previous) = (entry.End, name);
        }
        if (end != dataLength)
            throw new InvalidDataException($"It has {dataLength} bytes of tensors, of which {end} are named.");
    }

    private static long Bytes(string name, SafeTensorsEntry entry, int size)
    {
        long bytes = size;
        try
        {
            foreach (long length in entry.Shape)
                bytes = checked(bytes * length);
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException(
                $"The tensor '{name}' has the shape [{string.Join(", ", entry.Shape)}], which no file can hold.", e);
        }
        return bytes;
    }
}
