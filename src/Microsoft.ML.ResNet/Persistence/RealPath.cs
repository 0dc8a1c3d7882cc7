namespace Microsoft.ML.ResNet.Persistence;

/// <summary>Paths with every link resolved, so that two paths of one file are equal.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    public static StringComparison Comparison { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
        ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The path of a file that need not exist. After too many links, the path as far as it is resolved.</summary>
    public static string Of(string path)
    {
        string rest = Path.GetFullPath(path);
        string real = Path.GetPathRoot(rest)!;
        rest = rest[real.Length..];
        for (int links = 0; rest.Length > 0;)
        {
            int end = rest.IndexOf(Path.DirectorySeparatorChar);
            string next = Path.Combine(real, end < 0 ? rest : rest[..end]);
            rest = end < 0 ? "" : rest[(end + 1)..];
            if (Target(next) is { } target && links++ < MostLinks)
            {
                string full = Path.GetFullPath(Path.Combine(Path.Combine(real, target), rest));
                real = Path.GetPathRoot(full)!;
                rest = full[real.Length..];
            }
            else
            {
                real = next;
            }
        }
        return Path.TrimEndingDirectorySeparator(real);
    }

    public static bool AreSame(string first, string second) => string.Equals(Of(first), Of(second), Comparison);

    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
