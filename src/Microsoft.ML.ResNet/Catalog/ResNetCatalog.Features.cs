using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.MlNetSeam;

namespace Microsoft.ML;

// Two overloads have optional parameters, but no call is ambiguous: their second parameters differ in type.
#pragma warning disable RS0026
public static partial class ResNetCatalog
{
    /// <summary>
    /// Creates a <see cref="ResNetFeaturizerEstimator"/>, which extracts features of images with a trained classifier's
    /// network, as vectors for any trainer.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="model">The trained classifier.</param>
    /// <param name="outputColumnName">Name of the output column, with <see cref="ResNetFeatures.Pooled"/>.</param>
    /// <param name="imageColumnName">Name of the image column; null for the classifier's.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    /// <example>
    /// <code>
    /// var pipeline = mlContext.Transforms.LoadRawImageBytes("Image", imageFolder: null, "ImagePath")
    ///     .Append(mlContext.Transforms.ResNetFeaturizer(classifier))
    ///     .Append(mlContext.Clustering.Trainers.KMeans(numberOfClusters: 8));
    /// </code>
    /// </example>
    public static ResNetFeaturizerEstimator ResNetFeaturizer(
        this TransformsCatalog catalog, ResNetClassifierTransformer model, string outputColumnName = "Features",
        string? imageColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ResNetFeaturizer(catalog, new ResNetFeaturizerEstimator.Options
        {
            Model = model,
            Columns = [new(outputColumnName)],
            ImageColumnName = imageColumnName,
        });
    }

    /// <summary>
    /// Creates a <see cref="ResNetFeaturizerEstimator"/> from installed weights: those of the package
    /// <c>Microsoft.ML.ResNet.ImageNet.ResNet18</c> give 512 features.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the output column, with <see cref="ResNetFeatures.Pooled"/>.</param>
    /// <param name="imageColumnName">Name of the image column.</param>
    /// <param name="weights">
    /// Which weights, as <see cref="ResNetPretrainedWeights.ImageNetResNet18"/>; null for
    /// <see cref="ResNetPretrainedWeights.Default"/>.
    /// </param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    /// <exception cref="FileNotFoundException">No weights are installed: the message names the package.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <example>
    /// <code>
    /// var pipeline = mlContext.Transforms.LoadRawImageBytes("Image", imageFolder: null, "ImagePath")
    ///     .Append(mlContext.Transforms.ResNetFeaturizer("Features", "Image"))
    ///     .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
    /// </code>
    /// </example>
    public static ResNetFeaturizerEstimator ResNetFeaturizer(
        this TransformsCatalog catalog, string outputColumnName, string imageColumnName,
        ResNetPretrainedWeights? weights = null) => ResNetFeaturizer(catalog, new ResNetFeaturizerEstimator.Options
        {
            ModelPath = weights?.Path,
            Columns = [new(outputColumnName)],
            ImageColumnName = imageColumnName,
        });

    /// <summary>Creates a <see cref="ResNetFeaturizerEstimator"/> from a file.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="modelPath">
    /// A model saved by ML.NET that contains a <see cref="ResNetClassifierTransformer"/>, or a file of weights, see
    /// <see cref="ResNetFeaturizerEstimator.Options.ModelPath"/>.
    /// </param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or has no network, or several.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <remarks>
    /// The output column is "Features", and the image column the classifier's, or else "Image": others are set by
    /// <see cref="ResNetFeaturizerEstimator.Options"/>.
    /// </remarks>
    public static ResNetFeaturizerEstimator ResNetFeaturizer(this TransformsCatalog catalog, string modelPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        return ResNetFeaturizer(catalog, new ResNetFeaturizerEstimator.Options { ModelPath = modelPath });
    }

    /// <summary>
    /// Creates a <see cref="ResNetFeaturizerEstimator"/> from options, for example for several output columns or
    /// feature maps.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, or the architecture does not have the stage.
    /// </exception>
    /// <exception cref="InvalidDataException">The file is damaged, or has no network, or several.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <example>
    /// <code>
    /// var featurizer = mlContext.Transforms.ResNetFeaturizer(new ResNetFeaturizerEstimator.Options
    /// {
    ///     ModelPath = "model.zip",
    ///     Columns = [new("Features"), new("C4", ResNetFeatures.Stage(3))],
    /// });
    /// </code>
    /// </example>
    public static ResNetFeaturizerEstimator ResNetFeaturizer(
        this TransformsCatalog catalog, ResNetFeaturizerEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(MlNetEnvironment.From(catalog), options);
    }
}
