using System.Diagnostics;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Resident memory of this process, in MB of 2^20 bytes.</summary>
internal static class Memory
{
    public static double ResidentMB => ToMB(Environment.WorkingSet);

    public static double PeakMB
    {
        get
        {
            using Process self = Process.GetCurrentProcess();
            return ToMB(self.PeakWorkingSet64);
        }
    }

    private static double ToMB(long bytes) => Math.Round(bytes / (double)(1 << 20), 1);
}
