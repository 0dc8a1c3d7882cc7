namespace Microsoft.ML.ResNet.CommandLine;

internal static class Format
{
    /// <summary>As on a clock: 4:05, or 1:02:03 from an hour on.</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(long)time.TotalHours}:{time:mm\\:ss}" : $"{time.Minutes}:{time:ss}";

    public static string Percent(double part) => $"{100 * part:F2} %";
}
