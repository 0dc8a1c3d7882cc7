using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Model;

namespace Microsoft.ML.ResNet;

/// <summary>Explains the predictions of a trained residual network: for every image, what in it speaks for its class.</summary>
/// <remarks>
/// Made by <c>mlContext.Transforms.ResNetExplanation</c>. Nothing is trained. Input column: the classifier's image
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

    /// <summary>Checks that the images are of a kind that the network takes.</summary>
    /// <param name="input">Images.</param>
    /// <returns>The same transformer at every call.</returns>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or of another type or size than the network takes.
    /// </exception>
    public ResNetExplanationTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The schema with the maps, from the schema before.</summary>
    /// <param name="inputSchema">Shape of the input.</param>
    /// <exception cref="ArgumentException">The image column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _ = ImageColumn.KindOf(MlNetSchemaShape.Find(inputSchema, _transformer.ImageColumnName, "image"));
        return MlNetSchemaShape.Append(
            inputSchema, MlNetSchemaShape.Vector(_transformer.OutputColumnName, NumberDataViewType.Single));
    }
}
