using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Features;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet;

/// <summary>Turns images into features, vectors that a trained residual network computes of them.</summary>
/// <remarks>
/// <para>
/// Made by <c>mlContext.Transforms.ResNetFeaturizer</c>. Nothing is trained: any trainer that takes a vector of Single
/// learns from the features, such as SdcaMaximumEntropy, LightGbm, KMeans or ProjectToPrincipalComponents.
/// </para>
/// <para>
/// Input column: images of any of the kinds that
/// <see cref="ResNetClassifierEstimator.Options.ImageColumnName"/> lists. Output columns: one for each of
/// <see cref="Options.Columns"/>.
/// </para>
/// </remarks>
public sealed partial class ResNetFeaturizerEstimator : IEstimator<ResNetFeaturizerTransformer>
{
    private readonly ResNetFeaturizerTransformer _transformer;

    internal ResNetFeaturizerEstimator(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        IHost host = environment.Register(nameof(ResNetFeaturizerEstimator));
        _transformer = new ResNetFeaturizerTransformer(host, FeatureSource.Open(host, options));
    }

    /// <summary>Checks that the images are of a kind that the network takes.</summary>
    /// <param name="input">Images.</param>
    /// <returns>The same transformer at every call.</returns>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or of another type or size than the network takes.
    /// </exception>
    public ResNetFeaturizerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The schema with the features, from the schema before.</summary>
    /// <param name="inputSchema">Shape of the input.</param>
    /// <exception cref="ArgumentException">The image column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _ = ImageColumn.KindOf(MlNetSchemaShape.Find(inputSchema, _transformer.ImageColumnName, "image"));
        return MlNetSchemaShape.Append(inputSchema, [.. _transformer.Columns.Select(FeatureSchema.Column)]);
    }
}
