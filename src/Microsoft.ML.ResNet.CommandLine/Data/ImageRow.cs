namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>
/// A row of the ML.NET data view. The content of the file is read when a pipeline asks for it, and not kept.
/// </summary>
internal sealed class ImageRow(string name, string label, Func<string, byte[]> read)
{
    public string Name { get; } = name;

    public string Label { get; } = label;

    public byte[] Image => read(Name);
}
