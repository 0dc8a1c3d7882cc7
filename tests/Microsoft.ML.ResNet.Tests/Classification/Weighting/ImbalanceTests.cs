using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>A class with few images is found with class weights, and without them is not.</summary>
public sealed class ImbalanceTests
{
    [Fact]
    public void DrawnImages()
    {
        EncodedRow[] Rows(string name, int count, int seed) => EncodedRow.Many(count, seed, name);
        Check([.. Rows("disc", 190, 0), .. Rows("ring", 10, 1)], [.. Rows("disc", 60, 2), .. Rows("ring", 60, 3)], 3);
    }

    [RealImagesFact]
    public void Photographs()
    {
        EncodedRow[] Rows(bool test, string name, int count) =>
            [.. RealImages.Read(test, name, count).Select(image => new EncodedRow { Image = image, Label = name })];
        Check(
            [.. Rows(false, "automobile", 570), .. Rows(false, "horse", 30)],
            [.. Rows(true, "automobile", 100), .. Rows(true, "horse", 100)], 8);
    }

    private static void Check(EncodedRow[] train, EncodedRow[] test, int epochs)
    {
        double plain = Recall(train, test, epochs, ResNetClassWeights.None);
        double balanced = Recall(train, test, epochs, ResNetClassWeights.Balanced);
        Assert.InRange(plain, 0, 0.5);
        Assert.InRange(balanced, Math.Max(0.65, plain + 0.25), 1);
    }

    // Of the rare class's test images, the part that is found; most of the other's must be found, too. The rare class
    // is the second key, because its rows come last.
    private static double Recall(EncodedRow[] train, EncodedRow[] test, int epochs, ResNetClassWeights weights)
    {
        var context = new MLContext(seed: 1);
        ITransformer model = Tiny.Pipeline(context, o => (o.Epochs, o.ClassWeights) = (epochs, weights))
            .Fit(context.Data.LoadFromEnumerable(train));
        var metrics = context.MulticlassClassification.Evaluate(
            model.Transform(context.Data.LoadFromEnumerable(test)));
        Assert.InRange(metrics.ConfusionMatrix.PerClassRecall[0], 0.7, 1);
        return metrics.ConfusionMatrix.PerClassRecall[1];
    }
}
