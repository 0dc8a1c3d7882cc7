using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Features;

/// <summary>The complete state of a featurizer, as saved in a model file.</summary>
internal sealed record FeaturizerModel(
    ResNetModel Network, ImageSpecification Specification, string Image, string? Path, ResNetBadImagePolicy BadImages,
    ResNetPrecision Precision, ActivationRanges? Ranges, IReadOnlyList<ResNetFeatureColumn> Columns)
{
    /// <summary>
    /// The original network's architecture. <see cref="Network"/> may lack stages that no column needs.
    /// </summary>
    public ResNetArchitecture Architecture { get; init; } = Network.Architecture;

    /// <summary>The shapes of the columns.</summary>
    /// <exception cref="ArgumentException">The architecture has no such stage.</exception>
    public IReadOnlyList<FeatureShape> Shapes()
    {
        NetworkLayout layout = Network.CreateLayout();
        return [.. Columns.Select(column => FeatureShape.Create(layout, column.Features))];
    }

    /// <summary>Creates a featurizer from a classifier.</summary>
    public static FeaturizerModel FromClassifier(ClassifierModel model, IReadOnlyList<ResNetFeatureColumn> columns) => new(
        model.Network, model.Specification, model.Columns.Image, model.Columns.Path, model.BadImages, model.Precision,
        model.Ranges, columns);
}
