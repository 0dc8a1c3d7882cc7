using SkiaSharp;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// Images that show several things at once: with sets of labels most are found, while a classifier of one class misses
/// all but one of an image.
/// </summary>
public sealed class MultiLabelDemonstrationTests
{
    [Fact]
    public void DrawnImages() => Check(Mosaic.Drawn(400, 1), Mosaic.Drawn(150, 2), epochs: 8);

    [RealImagesFact]
    public void Photographs()
    {
        string[] labels = ["airplane", "automobile", "horse"];
        Mosaic[] Read(bool test, int images, int mosaics)
        {
            Dictionary<string, byte[][]> files = labels.ToDictionary(l => l, l => RealImages.Read(test, l, images));
            return Mosaic.Many(
                mosaics, test ? 2 : 1, labels,
                (label, number) => SKBitmap.Decode(files[label][number % images]), 16);
        }
        Check(Read(test: false, 1000, 2000), Read(test: true, 300, 300), epochs: 10);
    }

    private static void Check(Mosaic[] train, Mosaic[] test, int epochs)
    {
        var context = new MLContext(seed: 1);
        ResNetClassifierEstimator.Options Options(string label) => Tiny.Options(o =>
            (o.LabelColumnName, o.ImageHeight, o.ImageWidth, o.Epochs) = (label, 32, 32, epochs));
        IDataView trainData = context.Data.LoadFromEnumerable(train), testData = context.Data.LoadFromEnumerable(test);
        MultiLabelMetrics sets = context.MulticlassClassification.EvaluateMultiLabel(
            context.Transforms.Conversion.MapValueToKey("Labels")
                .Append(context.Transforms.ResNetClassifier(Options("Labels")))
                .Fit(trainData).Transform(testData),
            "Labels");

        // The one class, among the labels.
        ITransformer one = context.Transforms.Conversion.MapValueToKey("First")
            .Append(context.Transforms.ResNetClassifier(Options("First")))
            .Append(context.Transforms.Conversion.MapKeyToValue("Predicted", "PredictedLabel"))
            .Fit(trainData);
        string[] predicted =
            [.. context.Data.CreateEnumerable<OneClass>(one.Transform(testData), false).Select(row => row.Predicted)];
        double found = 0, wrong = 0, missed = 0, exact = 0;
        foreach ((Mosaic image, string label) in test.Zip(predicted))
        {
            string[] labels = label == "none" ? [] : [label];
            found += labels.Intersect(image.Labels).Count();
            wrong += labels.Except(image.Labels).Count();
            missed += image.Labels.Except(labels).Count();
            exact += labels.SequenceEqual(image.Labels) ? 1 : 0;
        }
        double f1 = 2 * found / (2 * found + wrong + missed);
        Assert.InRange(sets.MicroF1, f1 + 0.15, 1);
        Assert.InRange(sets.ExactMatch, exact / test.Length + 0.1, 1);
    }

    private sealed class OneClass
    {
        public string Predicted { get; set; } = "";
    }
}
