namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>Writes a report as Markdown.</summary>
internal static class MarkdownFile
{
    public static void Write(string path, string title, string introduction, IEnumerable<ReportTable> tables)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"# {title}\n\n{introduction}\n\n{string.Join('\n', tables)}");
    }
}
