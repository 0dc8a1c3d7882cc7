using System.Globalization;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>Formats numbers for people, independent of the culture.</summary>
internal static class NumberFormat
{
    public static string Percent(double part) =>
        double.IsNaN(part) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * part:F1} %");

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Value(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
