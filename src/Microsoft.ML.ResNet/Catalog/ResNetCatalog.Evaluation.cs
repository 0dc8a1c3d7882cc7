using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.Classification;

namespace Microsoft.ML;

public static partial class ResNetCatalog
{
    /// <summary>Evaluates multi-label predictions.</summary>
    /// <param name="catalog">The multiclass classification catalog.</param>
    /// <param name="data">Labeled images, transformed by the model.</param>
    /// <param name="labelColumnName">
    /// Name of the label column: a vector of keys or of indicators, as in training.
    /// </param>
    /// <param name="scoreColumnName">Name of the column with a probability for every label.</param>
    /// <param name="predictedLabelColumnName">Name of the column of predicted labels, a vector of keys.</param>
    /// <exception cref="ArgumentException">
    /// A column is missing or has the wrong type or number of labels; there are no images.
    /// </exception>
    /// <exception cref="InvalidDataException">An indicator is neither 0 nor 1.</exception>
    public static ResNetMultiLabelMetrics EvaluateMultiLabel(
        this MulticlassClassificationCatalog catalog,
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel")
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        return MultiLabelEvaluation.Run(data, labelColumnName, scoreColumnName, predictedLabelColumnName);
    }
}
