using System.Text.RegularExpressions;

namespace Microsoft.ML.ResNet.Benchmarks.Machine;

/// <summary>The processor as Linux describes it.</summary>
internal static partial class Cpu
{
    /// <summary>
    /// For example "AMD EPYC (family 26 model 2)". Family and model are included because virtual machines often have a
    /// generic model name.
    /// </summary>
    public static string Name { get; } =
        $"{Value("model name")} (family {Value("cpu family")} model {Value("model")})";

    /// <summary>The name as a folder name: "amd-epyc-family-26-model-2".</summary>
    public static string Slug { get; } = NotInSlug().Replace(Name.ToLowerInvariant(), "-").Trim('-');

    private static string Value(string key) => File.ReadLines("/proc/cpuinfo")
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .FirstOrDefault(pair => pair.Length == 2 && pair[0] == key)?[1] ?? "unknown";

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInSlug();
}
