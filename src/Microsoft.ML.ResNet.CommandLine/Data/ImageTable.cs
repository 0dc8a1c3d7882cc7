using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>
/// A table of image files and labels. Each row is <c>path,label[,label…]</c>, separated by commas, semicolons or tabs, with
/// RFC 4180 quoting. Paths are relative to the table's folder. The first row is a header if its first field is not the name
/// of an image file; with more than two columns its names say which columns are labels.
/// </summary>
internal static class ImageTable
{
    private static readonly string[] PathNames =
        ["path", "file", "filename", "file_name", "filepath", "file_path", "image", "image_path", "imagepath", "name", "id"];

    private static readonly string[] LabelNames =
        ["label", "labels", "class", "classes", "classname", "class_name", "category", "categories", "target", "tag", "tags"];

    public static bool IsTable(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt";

    /// <exception cref="UserException">
    /// The file is not a table, a row does not name an image, or it is not clear which columns are labels.
    /// </exception>
    public static IReadOnlyList<LabeledImage> Read(string path)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = Delimiter(path),
            TrimOptions = TrimOptions.Trim,
        };
        var images = new List<LabeledImage>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        // Without a header every field after the path is a label.
        (int Path, int[]? Labels) columns = (0, null);
        try
        {
            using var reader = new StreamReader(path);
            using var parser = new CsvParser(reader, configuration);
            while (parser.Read())
            {
                string[] fields = parser.Record!;
                if (parser.Row == 1 && !ImageFormat.IsImageName(fields[0]))
                {
                    columns = ReadHeader(path, fields);
                    continue;
                }
                string name = Field(columns.Path);
                if (!ImageFormat.IsImageName(name))
                {
                    throw new UserException($"'{path}', line {parser.RawRow}: '{name}' is not the name of an "
                        + "image file. Each row needs the path of an image, then its labels"
                        + $" (the delimiter was taken to be {Describe(configuration.Delimiter)}).");
                }
                if (!names.Add(name))
                    throw new UserException($"'{path}', line {parser.RawRow}: '{name}' already has a row.");
                string[] labels = [.. (columns.Labels?.Select(Field) ?? fields.Skip(1)).Where(label => label.Length > 0)
                    .Select(label => label.Normalize()).Distinct()];
                images.Add(new LabeledImage(name.Replace('\\', '/'), labels));

                string Field(int column) => column < fields.Length ? fields[column] : "";
            }
        }
        catch (CsvHelperException exception)
        {
            throw new UserException($"'{path}' is not a table: {exception.Message}", exception);
        }
        return images;
    }

    // Columns such as width and height are not labels.
    private static (int Path, int[]? Labels) ReadHeader(string path, string[] header)
    {
        int pathColumn = Math.Max(0, Array.FindIndex(header, name => Is(name, PathNames)));
        int[] others = [.. Enumerable.Range(0, header.Length).Where(column => column != pathColumn)];
        if (others.Length <= 1)
            return (pathColumn, pathColumn == 0 ? null : others);
        int[] labels = [.. others.Where(column => Is(header[column].TrimEnd("0123456789_- ".ToCharArray()), LabelNames))];
        return labels.Length > 0 ? (pathColumn, labels) : throw new UserException(
            $"'{path}': it is not clear which of the columns {string.Join(", ", others.Select(column => $"'{header[column]}'"))} "
            + "are labels: call a column of labels 'label'.");
    }

    // That of the first line; names and labels seldom have any of them.
    private static string Delimiter(string path)
    {
        string first = File.ReadLines(path).FirstOrDefault() ?? "";
        string usual = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? "," : "\t";
        return first.Contains(usual, StringComparison.Ordinal)
            ? usual
            : Array.Find(["\t", ";", ","], delimiter => first.Contains(delimiter, StringComparison.Ordinal)) ?? usual;
    }

    private static string Describe(string delimiter) => delimiter switch
    {
        "\t" => "the tab",
        ";" => "the semicolon",
        _ => "the comma",
    };

    private static bool Is(string name, string[] names) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
