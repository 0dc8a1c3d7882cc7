using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Model;

namespace Microsoft.ML.ResNet;

/// <summary>
/// Explains the predictions of a trained residual network with a heat map of the evidence for each image's class.
/// </summary>
/// <remarks>
/// Created by <c>mlContext.Transforms.ResNetExplanation</c>. It trains nothing. Input column: the classifier's image
/// column. Output column: a vector of Single with the dimensions [height, width], see
/// <see cref="ResNetExplanationTransformer"/>.
/// </remarks>
public sealed class ResNetExplanationEstimator : IEstimator<ResNetExplanationTransformer>
{
    private readonly ResNetExplanationTransformer _transformer;

    internal ResNetExplanationEstimator(ClassifierModel model, string outputColumnName, ResNetExplanationOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _transformer = new ResNetExplanationTransformer(
            new ExplanationModel(model, outputColumnName, ExplanationPlan.For(model, options)));
    }

    /// <summary>Checks that the network accepts the image column.</summary>
    /// <param name="input">Data with the image column.</param>
    /// <returns>The same transformer for every call.</returns>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or has a type or size that the network does not accept.
    /// </exception>
    public ResNetExplanationTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The input schema with the heat-map column.</summary>
    /// <param name="inputSchema">The input schema.</param>
    /// <exception cref="ArgumentException">The image column is missing or has the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _ = ImageColumn.KindOf(MlNetSchemaShape.Find(inputSchema, _transformer.ImageColumnName, "image"));
        return MlNetSchemaShape.Append(
            inputSchema, MlNetSchemaShape.Vector(_transformer.OutputColumnName, NumberDataViewType.Single));
    }
}
