using Microsoft.ML.ResNet;

namespace Microsoft.ML;

public static partial class ResNetCatalog
{
    /// <summary>
    /// Creates a <see cref="ResNetExplanationEstimator"/>, which adds a column with what in every image speaks for its
    /// class: a map of the network's input, 0 to 1.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="model">The trained classifier, whose image column is read.</param>
    /// <param name="outputColumnName">Name of the column of maps.</param>
    /// <param name="options">
    /// What is explained, and how; null for Grad-CAM of the most probable class of every image.
    /// </param>
    /// <exception cref="ArgumentException">A name is empty, or an option is out of its range.</exception>
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
