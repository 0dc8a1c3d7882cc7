namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>Files of a data set that are not used, counted by reason.</summary>
internal sealed class IgnoredFiles
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Count => _counts.Values.Sum();

    /// <param name="reason">Names one such file: "hidden file".</param>
    /// <param name="count">How many.</param>
    public void Add(string reason, int count = 1)
    {
        if (count > 0)
            _counts[reason] = _counts.GetValueOrDefault(reason) + count;
    }

    /// <summary>Such as <c>3 (hidden file: 1, TIFF image: 2)</c>.</summary>
    public override string ToString() =>
        Count == 0 ? "0" : $"{Count} ({string.Join(", ", _counts.Select(pair => $"{pair.Key}: {pair.Value}"))})";
}
