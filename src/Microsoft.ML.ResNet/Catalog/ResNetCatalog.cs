using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.MlNetSeam;

namespace Microsoft.ML;

/// <summary>Adds residual networks to the catalogs of <see cref="MLContext"/>.</summary>
public static partial class ResNetCatalog
{
    /// <summary>
    /// Creates a <see cref="ResNetClassifierEstimator"/>, which trains a residual network to classify images.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="labelColumnName">Name of the label column: a key, as <c>MapValueToKey</c> makes.</param>
    /// <param name="imageColumnName">
    /// Name of the image column: MLImage, encoded images (a byte vector of variable size) or vectors of pixels.
    /// </param>
    /// <param name="architecture">The network; <see cref="ResNetArchitecture.ResNet20"/> unless given.</param>
    /// <param name="epochs">Passes over the training set, 1 to 100,000.</param>
    /// <param name="batchSize">Images per mini-batch, 1 to 65,536; null for what suits the size of the set.</param>
    /// <param name="learningRate">
    /// The highest learning rate of the schedule; positive. Null for what suits schedule and batch size.
    /// </param>
    /// <param name="validationFraction">
    /// The part of the data to validate on after every epoch: 0 (none) to below 1.
    /// </param>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    /// <example>
    /// <code>
    /// var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
    ///     .Append(mlContext.Transforms.LoadRawImageBytes("Image", imageFolder: null, "ImagePath"))
    ///     .Append(mlContext.Transforms.ResNetClassifier(architecture: ResNetArchitecture.ResNet18, epochs: 20))
    ///     .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    /// </code>
    /// </example>
    public static ResNetClassifierEstimator ResNetClassifier(
        this TransformsCatalog catalog,
        string labelColumnName = "Label",
        string imageColumnName = "Image",
        ResNetArchitecture? architecture = null,
        int epochs = 30,
        int? batchSize = null,
        float? learningRate = null,
        float validationFraction = 0)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(MlNetEnvironment.From(catalog), Options(
            labelColumnName, imageColumnName, architecture, epochs, batchSize, learningRate, validationFraction));
    }

    /// <summary>Creates a <see cref="ResNetClassifierEstimator"/> from a recipe.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="recipe">Architecture and option values, such as <see cref="ResNetRecipe.Photographs"/>.</param>
    /// <remarks>
    /// Everything else is at its default; for other columns and values, apply the recipe to options.
    /// </remarks>
    /// <exception cref="ArgumentException">A value of the recipe is out of its range.</exception>
    public static ResNetClassifierEstimator ResNetClassifier(
        this TransformsCatalog catalog, ResNetRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(MlNetEnvironment.From(catalog), new ResNetClassifierEstimator.Options().Apply(recipe));
    }

    /// <summary>Creates a <see cref="ResNetClassifierEstimator"/> from options.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="options">The options; copied.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ResNetClassifierEstimator ResNetClassifier(
        this TransformsCatalog catalog, ResNetClassifierEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(MlNetEnvironment.From(catalog), options);
    }

    /// <summary>
    /// Creates a <see cref="ResNetClassifierEstimator"/>, the same as
    /// <see cref="ResNetClassifier(TransformsCatalog, string, string, ResNetArchitecture, int, int?, float?, float)"/>.
    /// </summary>
    /// <param name="catalog">The multiclass classification trainers' catalog.</param>
    /// <param name="labelColumnName">Name of the label column: a key, as <c>MapValueToKey</c> makes.</param>
    /// <param name="imageColumnName">
    /// Name of the image column: MLImage, encoded images (a byte vector of variable size) or vectors of pixels.
    /// </param>
    /// <param name="architecture">The network; <see cref="ResNetArchitecture.ResNet20"/> unless given.</param>
    /// <param name="epochs">Passes over the training set, 1 to 100,000.</param>
    /// <param name="batchSize">Images per mini-batch, 1 to 65,536; null for what suits the size of the set.</param>
    /// <param name="learningRate">
    /// The highest learning rate of the schedule; positive. Null for what suits schedule and batch size.
    /// </param>
    /// <param name="validationFraction">
    /// The part of the data to validate on after every epoch: 0 (none) to below 1.
    /// </param>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public static ResNetClassifierEstimator ResNet(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string imageColumnName = "Image",
        ResNetArchitecture? architecture = null,
        int epochs = 30,
        int? batchSize = null,
        float? learningRate = null,
        float validationFraction = 0)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(MlNetEnvironment.From(catalog), Options(
            labelColumnName, imageColumnName, architecture, epochs, batchSize, learningRate, validationFraction));
    }

    /// <summary>Creates a <see cref="ResNetClassifierEstimator"/> from a recipe.</summary>
    /// <param name="catalog">The multiclass classification trainers' catalog.</param>
    /// <param name="recipe">Architecture and option values, such as <see cref="ResNetRecipe.Photographs"/>.</param>
    /// <remarks>
    /// Everything else is at its default; for other columns and values, apply the recipe to options.
    /// </remarks>
    /// <exception cref="ArgumentException">A value of the recipe is out of its range.</exception>
    public static ResNetClassifierEstimator ResNet(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, ResNetRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(MlNetEnvironment.From(catalog), new ResNetClassifierEstimator.Options().Apply(recipe));
    }

    /// <summary>Creates a <see cref="ResNetClassifierEstimator"/> from options.</summary>
    /// <param name="catalog">The multiclass classification trainers' catalog.</param>
    /// <param name="options">The options; copied.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static ResNetClassifierEstimator ResNet(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        ResNetClassifierEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(MlNetEnvironment.From(catalog), options);
    }

    private static ResNetClassifierEstimator.Options Options(
        string labelColumnName, string imageColumnName, ResNetArchitecture? architecture, int epochs, int? batchSize,
        float? learningRate, float validationFraction) => new()
        {
            LabelColumnName = labelColumnName,
            ImageColumnName = imageColumnName,
            Architecture = architecture,
            Epochs = epochs,
            BatchSize = batchSize,
            LearningRate = learningRate,
            ValidationFraction = validationFraction,
        };
}
