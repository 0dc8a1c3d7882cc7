using System.Globalization;

namespace Microsoft.ML.ResNet.Benchmarks.Machine;

/// <summary>The process's peak resident memory, as reported by Linux.</summary>
internal static class ProcessMemory
{
    /// <summary>Restarts the peak, to exclude preparation.</summary>
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
