using Microsoft.ML;
using Microsoft.ML.ResNet;

namespace ShapesModel;

internal partial class Shapes
{
    /// <summary>
    /// Train from a Model Builder configuration and save the model.
    /// </summary>
    /// <param name="configurationPath">The .mbconfig file.</param>
    /// <param name="outputModelPath">File for the model.</param>
    public static ResNetModelBuilderResult Train(string configurationPath, string outputModelPath)
    {
        var mlContext = new MLContext();
        ResNetModelBuilderConfiguration configuration = ResNetModelBuilderConfiguration.Load(configurationPath);
        ResNetModelBuilderResult result = configuration.Train(mlContext);
        SaveModel(mlContext, result.Model, result.InputSchema, outputModelPath);
        return result;
    }

    /// <summary>
    /// Load an IDataView from a folder path.
    /// </summary>
    /// <param name="mlContext">The common context for all ML.NET operations.</param>
    /// <param name="folder">Folder to the image data for training.</param>
    public static IDataView LoadImageFromFolder(MLContext mlContext, string folder)
    {
        // Only paths: the files are read when training needs them.
        var images = Directory.EnumerateDirectories(folder)
            .SelectMany(directory => Directory.EnumerateFiles(directory)
                .Select(file => new { Label = Path.GetFileName(directory), ImagePath = file }))
            .OrderBy(image => image.ImagePath, StringComparer.Ordinal);
        IDataView paths = mlContext.Data.LoadFromEnumerable(images);
        return mlContext.Transforms.LoadRawImageBytes("ImageSource", imageFolder: null, "ImagePath")
            .Fit(paths).Transform(paths);
    }

    /// <summary>
    /// Retrain model using the pipeline of <see cref="BuildPipeline"/>.
    /// </summary>
    /// <param name="mlContext">The common context for all ML.NET operations.</param>
    /// <param name="trainData">The images, as <see cref="LoadImageFromFolder"/> gives them.</param>
    public static ITransformer RetrainModel(MLContext mlContext, IDataView trainData) =>
        BuildPipeline(mlContext).Fit(trainData);

    /// <summary>
    /// Build the pipeline that is used for retraining. Change options here that a configuration does not have.
    /// </summary>
    /// <param name="mlContext">The common context for all ML.NET operations.</param>
    public static IEstimator<ITransformer> BuildPipeline(MLContext mlContext) =>
        mlContext.Transforms.Conversion.MapValueToKey(outputColumnName: "Label", inputColumnName: "Label")
            .Append(mlContext.MulticlassClassification.Trainers.ResNet(
                labelColumnName: "Label", imageColumnName: "ImageSource"))
            .Append(mlContext.Transforms.Conversion.MapKeyToValue(
                outputColumnName: "PredictedLabel", inputColumnName: "PredictedLabel"));

    /// <summary>
    /// Save a model at the specified path.
    /// </summary>
    /// <param name="mlContext">The common context for all ML.NET operations.</param>
    /// <param name="model">Model to save.</param>
    /// <param name="schema">Schema of the data that it was trained on.</param>
    /// <param name="modelSavePath">File for the model.</param>
    public static void SaveModel(
        MLContext mlContext, ITransformer model, DataViewSchema schema, string modelSavePath) =>
        mlContext.Model.Save(model, schema, modelSavePath);
}
