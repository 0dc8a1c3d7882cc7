using Microsoft.ML;
using Microsoft.ML.Data;

namespace ShapesModel;

internal partial class Shapes
{
    /// <summary>
    /// Evaluate a saved model on images that it was not trained on.
    /// </summary>
    /// <param name="modelPath">The model's file.</param>
    /// <param name="folder">Folder with one subfolder of images for each label.</param>
    public static MulticlassClassificationMetrics Evaluate(string modelPath, string folder)
    {
        var mlContext = new MLContext();
        ITransformer model = mlContext.Model.Load(modelPath, out _);
        IDataView predictions = model.Transform(LoadImageFromFolder(mlContext, folder));
        return mlContext.MulticlassClassification.Evaluate(predictions, labelColumnName: "Label");
    }
}
