namespace Microsoft.ML.ResNet;

/// <summary>The columns that training reads.</summary>
/// <param name="Image">The images.</param>
/// <param name="Label">The label.</param>
/// <param name="Path">A text column that names the image in messages, if any.</param>
internal sealed record ImageColumns(
    DataViewSchema.Column Image, DataViewSchema.Column Label, DataViewSchema.Column? Path)
{
    public IEnumerable<DataViewSchema.Column> All => Path is { } path ? [Image, Label, path] : [Image, Label];
}
