using Microsoft.ML;
using Microsoft.ML.Trainers;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace QuickStart.Learning;

/// <summary>A baseline: ML.NET's linear maximum entropy classifier on the pixels of the same images.</summary>
/// <param name="TrainAccuracy">Fraction of training images classified correctly, 0 to 1.</param>
/// <param name="TestAccuracy">Fraction of test images classified correctly, 0 to 1.</param>
internal sealed record PixelBaseline(double TrainAccuracy, double TestAccuracy)
{
    private const int Side = 32;

    public static PixelBaseline Measure(MLContext ml, string folder, ImageSplit images)
    {
        IDataView train = ml.Data.LoadFromEnumerable(images.Train);
        var pixels = ml.Transforms.Conversion.MapValueToKey(nameof(ImageFile.Label))
            .Append(ml.Transforms.LoadImages("Image", folder, nameof(ImageFile.Name)))
            .Append(ml.Transforms.ResizeImages("Image", Side, Side))
            .Append(ml.Transforms.ExtractPixels("Features", "Image", offsetImage: 127.5f, scaleImage: 1 / 127.5f))
            .Fit(train);
        IDataView trainPixels = ml.Data.Cache(pixels.Transform(train), "Label", "Features");
        ITransformer model = ml.MulticlassClassification.Trainers
            .LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options { MaximumNumberOfIterations = 100 })
            .Fit(trainPixels);
        return new PixelBaseline(
            Accuracy(trainPixels),
            Accuracy(pixels.Transform(ml.Data.LoadFromEnumerable(images.Evaluation))));

        double Accuracy(IDataView data) => ml.MulticlassClassification.Evaluate(model.Transform(data)).MicroAccuracy;
    }
}
