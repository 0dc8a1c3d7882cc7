using System.Text;

namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>The report for people, as a file to be committed.</summary>
internal static class MarkdownFile
{
    public static void Write(string path, string title, string introduction, IEnumerable<ReportTable> tables)
    {
        StringBuilder text = new($"# {title}\n\n{introduction}\n");
        foreach (ReportTable table in tables)
        {
            text.Append($"\n## {table.Title}\n\n");
            Row(table.Columns);
            Row([.. table.Columns.Select(_ => "---")]);
            foreach (string[] row in table.Rows)
                Row(row);
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ToString());

        void Row(string[] cells) => text.Append($"| {string.Join(" | ", cells)} |\n");
    }
}
