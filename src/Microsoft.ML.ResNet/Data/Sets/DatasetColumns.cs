namespace Microsoft.ML.ResNet.Data;

/// <summary>The columns that training reads.</summary>
/// <param name="Image">The images.</param>
/// <param name="Label">The label.</param>
/// <param name="Path">A text column that names the image in messages, if any.</param>
/// <param name="Weight">How much a row counts, if there is such a column.</param>
internal sealed record DatasetColumns(
    DataViewSchema.Column Image, DataViewSchema.Column Label, DataViewSchema.Column? Path,
    DataViewSchema.Column? Weight = null)
{
    public IEnumerable<DataViewSchema.Column> All
    {
        get
        {
            yield return Image;
            yield return Label;
            if (Path is { } path)
                yield return path;
            if (Weight is { } weight)
                yield return weight;
        }
    }
}
