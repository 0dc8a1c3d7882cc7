using SkiaSharp;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// Images that show several things at once: with sets of labels more is found than any classifier of one class could
/// find.
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
        ResNetMultiLabelMetrics metrics = context.MulticlassClassification.EvaluateMultiLabel(
            context.Transforms.Conversion.MapValueToKey("Labels")
                .Append(context.Transforms.ResNetClassifier(Tiny.Options(o =>
                    (o.LabelColumnName, o.ImageHeight, o.ImageWidth, o.Epochs) = ("Labels", 32, 32, epochs))))
                .Fit(context.Data.LoadFromEnumerable(train)).Transform(context.Data.LoadFromEnumerable(test)),
            "Labels");

        // The best classifier of one class, or of none, finds one label of every image that has any, and no wrong one.
        double labels = test.Sum(image => image.Labels.Length), found = test.Count(image => image.Labels.Length > 0);
        double exact = (double)test.Count(image => image.Labels.Length <= 1) / test.Length;
        Assert.InRange(metrics.MicroF1, 2 * found / (found + labels) + 0.03, 1);
        Assert.InRange(metrics.ExactMatch, exact + 0.1, 1);
    }
}
