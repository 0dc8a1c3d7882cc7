using Microsoft.ML;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace ModelSelection;

/// <summary>The images that no training sees.</summary>
internal sealed class TestImages(MLContext ml, ImageContainer container, IReadOnlyList<ImageFile> images)
{
    /// <summary>The part of them that a model classifies correctly.</summary>
    public double Accuracy(ITransformer model) => ml.MulticlassClassification.Evaluate(
        model.Transform(ml.Data.LoadFromEnumerable(new ImageRows(container, images)))).MicroAccuracy;
}
