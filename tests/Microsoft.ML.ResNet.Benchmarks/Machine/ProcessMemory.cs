using System.Globalization;

namespace Microsoft.ML.ResNet.Benchmarks.Machine;

/// <summary>The process's peak resident memory as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>Forgets what preparation took.</summary>
    public static void ResetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    public static double PeakMegabytes()
    {
        const string label = "VmHWM:";
        string line = File.ReadLines("/proc/self/status")
            .First(text => text.StartsWith(label, StringComparison.Ordinal));
        string kilobytes = line[label.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024;
    }
}
