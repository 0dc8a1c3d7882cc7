namespace Microsoft.ML.ResNet.Data;

/// <summary>Collects the labels of rows.</summary>
/// <param name="areSets">Whether rows have any number of labels.</param>
internal sealed class ImageLabelsBuilder(bool areSets)
{
    private readonly List<int> _values = [];
    private readonly List<long> _ends = [];

    public void Add(ReadOnlySpan<int> labels)
    {
        _values.AddRange(labels);
        if (areSets)
            _ends.Add(_values.Count);
    }

    public ImageLabels Complete() =>
        areSets ? ImageLabels.Sets([.. _values], [.. _ends]) : ImageLabels.Classes([.. _values]);
}
