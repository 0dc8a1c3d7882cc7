using System.Text;

namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>A table, readable as plain text and as Markdown.</summary>
internal sealed record ReportTable(string Title, string[] Columns, IReadOnlyList<string[]> Rows)
{
    public override string ToString()
    {
        int[] widths =
            [.. Columns.Select((column, i) => Rows.Select(row => row[i].Length).Append(column.Length).Max())];
        StringBuilder text = new($"## {Title}\n\n");
        Add(Columns);
        Add([.. widths.Select(width => new string('-', width))]);
        foreach (string[] row in Rows)
            Add(row);
        return text.ToString();

        void Add(string[] cells) =>
            text.Append($"| {string.Join(" | ", cells.Select((cell, i) => cell.PadRight(widths[i])))} |\n");
    }
}
