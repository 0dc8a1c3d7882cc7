using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>
/// A table of image files and labels. Each row is <c>path,label[,label…]</c>, separated by commas in <c>.csv</c> and by
/// tabs otherwise, with RFC 4180 quoting. Paths are relative to the table's folder. The first row is a header if its
/// first field is not the name of an image file.
/// </summary>
internal static class ImageTable
{
    public static bool IsTable(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt";

    /// <exception cref="UserException">A row does not name an image, or the file is not a table.</exception>
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
                    throw new UserException($"'{path}', line {parser.RawRow}: '{fields[0]}' already has a row.");
                if (ImageFile.IsImage(fields[0]))
                {
                    string[] labels = [.. fields.Skip(1).Where(label => label.Length > 0).Distinct()];
                    images.Add(new LabeledImage(fields[0], labels));
                }
                else if (parser.Row > 1)
                {
                    throw new UserException($"'{path}', line {parser.RawRow}: '{fields[0]}' is not the name of an "
                        + "image file. Each row needs the path of an image, then its labels.");
                }
            }
        }
        catch (CsvHelperException exception)
        {
            throw new UserException($"'{path}' is not a table: {exception.Message}", exception);
        }
        return images;
    }
}
