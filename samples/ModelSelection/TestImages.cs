using Microsoft.ML;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace ModelSelection;

/// <summary>The test images, which are never trained on.</summary>
internal sealed class TestImages(MLContext ml, ImageContainer container, IReadOnlyList<ImageFile> images)
{
    /// <summary>The fraction that a model classifies correctly, 0 to 1.</summary>
    public double Accuracy(ITransformer model) => ml.MulticlassClassification.Evaluate(
        model.Transform(ml.Data.LoadFromEnumerable(new ImageRows(container, images)))).MicroAccuracy;
}
