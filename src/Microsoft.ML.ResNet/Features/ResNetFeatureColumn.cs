namespace Microsoft.ML.ResNet;

/// <summary>An output column of the <see cref="ResNetFeaturizerEstimator"/>.</summary>
public sealed record ResNetFeatureColumn
{
    /// <param name="name">Name of the column.</param>
    /// <param name="features">The column's features. Default: <see cref="ResNetFeatures.Pooled"/>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public ResNetFeatureColumn(string name, ResNetFeatures features = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, Features) = (name, features);
    }

    /// <summary>Name of the column.</summary>
    public string Name { get; }

    /// <summary>The column's features.</summary>
    public ResNetFeatures Features { get; }
}
