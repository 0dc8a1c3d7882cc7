namespace Microsoft.ML.ResNet.Features;

/// <summary>The features to compute in one pass, and their offsets in an image's output row.</summary>
internal sealed class FeaturePlan
{
    public FeaturePlan(IEnumerable<FeatureShape> features)
    {
        List<(FeatureShape, int)> places = [];
        foreach (FeatureShape shape in features)
        {
            places.Add((shape, RowLength));
            RowLength = checked(RowLength + shape.Length);
        }
        Places = places;
    }

    /// <summary>The features and their offsets.</summary>
    public IReadOnlyList<(FeatureShape Shape, int Offset)> Places { get; }

    /// <summary>Number of values per image.</summary>
    public int RowLength { get; }
}
