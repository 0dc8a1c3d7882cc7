namespace Microsoft.ML.ResNet.Data;

/// <summary>Names a row in messages.</summary>
internal static class RowName
{
    /// <param name="row">0-based position in the data.</param>
    /// <param name="path">The image file, if known.</param>
    public static string Format(long row, string? path) =>
        string.IsNullOrEmpty(path) ? $"Row {row}" : $"Row {row} ('{path}')";
}
