using Microsoft.ML.ResNet.CommandLine.Data;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>Quantizes a classifier to int8, calibrated on a sample of the images.</summary>
internal static class Quantization
{
    private const int CalibrationImages = 512;

    public static ResNetClassifierTransformer Run(
        MLContext ml, ResNetClassifierTransformer classifier, LabeledImages images)
    {
        IDataView sample = images.Sample(CalibrationImages).ToDataView(ml);
        return classifier.Quantize(ImageInput.Adapt(ml, classifier, sample), CalibrationImages);
    }
}
