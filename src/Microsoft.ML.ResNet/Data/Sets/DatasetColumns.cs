namespace Microsoft.ML.ResNet.Data;

/// <summary>The columns that a dataset is read from.</summary>
/// <param name="Image">The image column.</param>
/// <param name="Label">The label column.</param>
/// <param name="Path">A text column with the image's path, for messages; or null.</param>
/// <param name="Weight">The example weight column, or null.</param>
internal sealed record DatasetColumns(
    DataViewSchema.Column Image, DataViewSchema.Column Label, DataViewSchema.Column? Path,
    DataViewSchema.Column? Weight = null)
{
    /// <summary>The images that were read before.</summary>
    public FirstLook FirstLook { get; init; } = new();

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
