using System.Globalization;

namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>Formats values for tables.</summary>
internal static class Cell
{
    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Three significant digits.</summary>
    public static string Number(double? value) => value switch
    {
        null => "",
        >= 100 or <= -100 => Format(value, "F0"),
        >= 10 or <= -10 => Format(value, "F1"),
        >= 1 or <= -1 => Format(value, "F2"),
        _ => Format(value, "F3"),
    };

    public static string Ratio(double? value) => value is null ? "" : Format(value, "F2") + "x";

    public static string Percent(double? value) => value is null ? "" : Format(value, "F2");

    /// <summary>For a value that could not be measured.</summary>
    public static string Missing(string why) => $"missing: {why}";

    public static string Scientific(double value) => Format(value, "0.0E+0");

    private static string Format(double? value, string format) =>
        value!.Value.ToString(format, CultureInfo.InvariantCulture);
}
