namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>
/// Finds entries by names in any Unicode form: macOS writes file names decomposed (NFD), tables are usually composed (NFC).
/// </summary>
internal static class ComposedNames
{
    /// <summary>The entries by the composed forms of their names; the first of several with the same one.</summary>
    public static Dictionary<string, T> Index<T>(IEnumerable<T> entries, Func<T, string> nameOf)
    {
        Dictionary<string, T> index = new(StringComparer.Ordinal);
        foreach (T entry in entries)
            index.TryAdd(nameOf(entry).Normalize(), entry);
        return index;
    }
}
