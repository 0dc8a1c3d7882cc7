using System.Text.Json;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>Records as a JSON array of objects.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write<T>(string path, IReadOnlyList<T> records)
    {
        AtomicFile.Prepare(path);
        AtomicFile.Write(path, stream =>
        {
            JsonSerializer.Serialize(stream, records, s_options);
            stream.WriteByte((byte)'\n');
        });
    }

    /// <summary>Empty if the file does not exist.</summary>
    public static IReadOnlyList<T> Read<T>(string path) => File.Exists(path)
        ? JsonSerializer.Deserialize<IReadOnlyList<T>>(File.ReadAllText(path), s_options)!
        : [];
}
