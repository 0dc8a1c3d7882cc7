namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>A row of the ML.NET data view where any number of labels applies; else as <see cref="ImageRow"/>.</summary>
internal sealed class LabeledRow(string name, string[] labels, Func<string, byte[]> read)
{
    public string Name { get; } = name;

    public string[] Label { get; } = labels;

    public byte[] Image => read(Name);
}
