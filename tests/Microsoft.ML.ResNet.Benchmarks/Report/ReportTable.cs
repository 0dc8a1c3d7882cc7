namespace Microsoft.ML.ResNet.Benchmarks.Report;

internal sealed record ReportTable(string Title, string[] Columns, IReadOnlyList<string[]> Rows);
