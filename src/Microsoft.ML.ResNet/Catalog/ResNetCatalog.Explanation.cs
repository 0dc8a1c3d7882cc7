using Microsoft.ML.ResNet;

namespace Microsoft.ML;

public static partial class ResNetCatalog
{
    /// <summary>
    /// Creates a <see cref="ResNetExplanationEstimator"/>, which adds a column of heat maps of the evidence for the
    /// predicted class, with the size of the network's input and values from 0 to 1.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="model">The trained classifier. Its image column is used.</param>
    /// <param name="outputColumnName">Name of the output column.</param>
    /// <param name="options">Class and method; null for Grad-CAM of every image's most probable class.</param>
    /// <exception cref="ArgumentException">A name is empty, or an option is out of range.</exception>
    /// <example>
    /// <code>
    /// var explained = mlContext.Transforms.ResNetExplanation(classifier).Fit(images).Transform(images);
    /// float[][] maps = explained.GetColumn&lt;float[]&gt;("Explanation").ToArray();
    /// </code>
    /// </example>
    public static ResNetExplanationEstimator ResNetExplanation(
        this TransformsCatalog catalog, ResNetClassifierTransformer model, string outputColumnName = "Explanation",
        ResNetExplanationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        return new(model.Model, outputColumnName, options);
    }
}
