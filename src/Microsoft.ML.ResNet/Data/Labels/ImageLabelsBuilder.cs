namespace Microsoft.ML.ResNet.Data;

/// <summary>Builds <see cref="ImageLabels"/> row by row.</summary>
/// <param name="isMultiLabel">Whether a row can have any number of labels.</param>
internal sealed class ImageLabelsBuilder(bool isMultiLabel)
{
    private readonly List<int> _values = [];
    private readonly List<long> _ends = [];

    public void Add(ReadOnlySpan<int> labels)
    {
        _values.AddRange(labels);
        if (isMultiLabel)
            _ends.Add(_values.Count);
    }

    public ImageLabels Complete() =>
        isMultiLabel ? ImageLabels.FromLabels([.. _values], [.. _ends]) : ImageLabels.FromClasses([.. _values]);
}
