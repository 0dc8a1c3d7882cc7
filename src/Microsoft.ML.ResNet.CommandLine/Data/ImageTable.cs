using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>
/// A table of image files and their labels: <c>path,label[,label…]</c> in every row, comma-separated in <c>.csv</c>,
/// else by tabs; RFC 4180's quotes. Paths are relative to the table's folder. A first row whose path is no image file's
/// is a header.
/// </summary>
internal static class ImageTable
{
    public static bool IsTable(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt";

    /// <exception cref="UserException">A row names no image, or the file is no table.</exception>
    public static IReadOnlyList<LabeledImage> Read(string path)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? "," : "\t",
            TrimOptions = TrimOptions.Trim,
        };
        var images = new List<LabeledImage>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            using var reader = new StreamReader(path);
            using var parser = new CsvParser(reader, configuration);
            while (parser.Read())
            {
                string[] fields = parser.Record!;
                if (!names.Add(fields[0]))
                    throw new UserException($"'{path}', line {parser.RawRow}: '{fields[0]}' has a row already.");
                if (ImageFile.IsImage(fields[0]))
                {
                    string[] labels = [.. fields.Skip(1).Where(label => label.Length > 0).Distinct()];
                    images.Add(new LabeledImage(fields[0], labels));
                }
                else if (parser.Row > 1)
                {
                    throw new UserException($"'{path}', line {parser.RawRow}: '{fields[0]}' is no image file's name. "
                        + "A row is the path of an image, then its labels.");
                }
            }
        }
        catch (CsvHelperException exception)
        {
            throw new UserException($"'{path}' is no table: {exception.Message}", exception);
        }
        return images;
    }
}
