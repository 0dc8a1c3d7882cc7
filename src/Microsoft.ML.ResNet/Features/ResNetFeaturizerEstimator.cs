using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Features;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet;

/// <summary>Extracts feature vectors from images with a trained residual network.</summary>
/// <remarks>
/// <para>
/// Create one with <c>mlContext.Transforms.ResNetFeaturizer</c>. Fitting trains nothing. The features suit any trainer
/// or transform that accepts a vector of Single, such as SdcaMaximumEntropy, LightGbm, KMeans or
/// ProjectToPrincipalComponents.
/// </para>
/// <para>
/// Input column: images of any kind listed at <see cref="ResNetClassifierEstimator.Options.ImageColumnName"/>. Output
/// columns: <see cref="Options.Columns"/>.
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
        _transformer = new ResNetFeaturizerTransformer(host, FeaturizerModelSource.Load(host, options));
    }

    /// <summary>Checks that the image column suits the network.</summary>
    /// <param name="input">Images.</param>
    /// <returns>The transformer; the same at every call.</returns>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or its type or size does not suit the network.
    /// </exception>
    public ResNetFeaturizerTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>Returns the input schema with the features' columns.</summary>
    /// <param name="inputSchema">Shape of the input.</param>
    /// <exception cref="ArgumentException">The image column is missing or has the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _ = ImageColumn.KindOf(MlNetSchemaShape.Find(inputSchema, _transformer.ImageColumnName, "image"));
        return MlNetSchemaShape.Append(inputSchema, [.. _transformer.Columns.Select(FeatureSchema.Column)]);
    }
}
