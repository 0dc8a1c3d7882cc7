using System.Text.Json;

namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>The measurements for programs: an array with an object for each.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(string path, IReadOnlyList<Measurement> measurements) =>
        File.WriteAllText(path, JsonSerializer.Serialize(measurements, s_options) + "\n");
}
