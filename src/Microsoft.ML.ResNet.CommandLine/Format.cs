namespace Microsoft.ML.ResNet.CommandLine;

internal static class Format
{
    /// <summary>Minutes and seconds, such as 4:05; from one hour on also hours, such as 1:02:03.</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(long)time.TotalHours}:{time:mm\\:ss}" : $"{time.Minutes}:{time:ss}";

    /// <summary>A fraction from 0 to 1 as a percentage, such as 84.60 %.</summary>
    public static string Percent(double fraction) => $"{100 * fraction:F2} %";
}
