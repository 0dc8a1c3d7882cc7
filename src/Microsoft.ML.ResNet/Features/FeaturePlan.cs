namespace Microsoft.ML.ResNet.Features;

/// <summary>Features that are computed in one pass, and where they lie in the row of an image.</summary>
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

    /// <summary>The features, and the offset of each.</summary>
    public IReadOnlyList<(FeatureShape Shape, int Offset)> Places { get; }

    /// <summary>Values for an image.</summary>
    public int RowLength { get; }
}
