using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>The classifier in the places where ML.NET pipelines put it.</summary>
public sealed class PipelineTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void LearnsToTellShapesAndEvaluates()
    {
        IDataView data = _context.Data.LoadFromEnumerable(EncodedRow.Many(240));
        IDataView test = _context.Data.LoadFromEnumerable(EncodedRow.Many(60, seed: 7));

        ITransformer model = Tiny.Pipeline(_context, o => o.Epochs = 10).Fit(data);
        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(model.Transform(test));

        Assert.True(metrics.MicroAccuracy > 0.8, $"accuracy {metrics.MicroAccuracy}");
        Assert.Equal(3, metrics.ConfusionMatrix.NumberOfClasses);
        string table = metrics.ConfusionMatrix.GetFormattedConfusionTable();
        Assert.All(DrawnImages.Classes, name => Assert.Contains(name, table));
    }

    [Fact]
    public void PreviewsBeforeAndAfterFitting()
    {
        IDataView data = _context.Data.LoadFromEnumerable(EncodedRow.Many(30));
        IEstimator<ITransformer> pipeline = Tiny.Pipeline(_context);

        DataDebuggerPreview before = pipeline.Preview(data, maxRows: 5);
        DataDebuggerPreview after = pipeline.Fit(data).Transform(data).Preview(maxRows: 5);

        Assert.Contains(before.ColumnView, column => column.Column.Name == "Score");
        Assert.Equal(5, after.RowView.Length);
        Assert.All(
            after.ColumnView.Single(column => column.Column.Name == "Predicted").Values,
            value => Assert.Contains(value.ToString(), DrawnImages.Classes));
    }

    [Fact]
    public void CrossValidates()
    {
        IDataView data = _context.Data.LoadFromEnumerable(EncodedRow.Many(90));

        var folds = _context.MulticlassClassification.CrossValidate(data, Tiny.Pipeline(_context), numberOfFolds: 3);

        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.LogLoss, 0, 10));
    }

    [Fact]
    public void TakesImagesThatMLNetLoadsAndResizes()
    {
        using var folder = new ImageFolder(36);
        IDataView data = _context.Data.LoadFromEnumerable(folder.Rows);
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.LoadImages("Image", null, "Path"))
            .Append(_context.Transforms.ResizeImages("Image", 16, 16))
            .Append(_context.MulticlassClassification.Trainers.ResNet(
                Tiny.Options(o => (o.ImageHeight, o.ImageWidth) = (0, 0))));

        var model = pipeline.Fit(data);
        float[][] scores = Scores.Read(_context, model.Transform(data));

        Assert.Equal(36, scores.Length);
        Assert.Equal((16, 16), (model.LastTransformer.ImageHeight, model.LastTransformer.ImageWidth));
        Assert.All(scores, row => Assert.Equal(1, row.Sum(), 1e-4));
    }

    [Fact]
    public void TakesRawBytesThatMLNetLoads()
    {
        using var folder = new ImageFolder(36);
        IDataView data = _context.Data.LoadFromEnumerable(folder.Rows);
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.LoadRawImageBytes("Image", null, "Path"))
            .Append(_context.Transforms.ResNetClassifier(Tiny.Options()));

        Assert.Equal(36, Scores.Read(_context, pipeline.Fit(data).Transform(data)).Length);
    }

    [Theory]
    [InlineData(true, ResNetPixelLayout.Interleaved)]
    [InlineData(false, ResNetPixelLayout.Planar)]
    public void TakesExtractedPixels(bool interleaved, ResNetPixelLayout layout)
    {
        using var folder = new ImageFolder(36);
        IDataView data = _context.Data.LoadFromEnumerable(folder.Rows);
        var images = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.LoadImages("Image", null, "Path"))
            .Append(_context.Transforms.ResizeImages("Image", 16, 16));
        var pixels =
            images.Append(_context.Transforms.ExtractPixels("Pixels", "Image", interleavePixelColors: interleaved));

        float[][] scores = Fit(pixels, o => (o.ImageColumnName, o.PixelLayout) = ("Pixels", layout));

        // Images give the same pixel values, as bytes: the same network up to rounding.
        float[][] expected = Fit(images, o => o.ImageColumnName = "Image");
        for (int i = 0; i < scores.Length; i++)
            Assert.All(scores[i].Zip(expected[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-2));

        float[][] Fit(IEstimator<ITransformer> loading, Action<ResNetClassifierEstimator.Options> change)
        {
            var pipeline = loading.Append(_context.Transforms.ResNetClassifier(Tiny.Options(o =>
            {
                (o.ImageHeight, o.ImageWidth) = (0, 0);
                change(o);
            })));
            return Scores.Read(_context, pipeline.Fit(data).Transform(data));
        }
    }

    [Fact]
    public void BothPixelFormatsGiveTheSame()
    {
        ResNetClassifierTransformer rgba = Tiny.Fit(_context, Keyed(ImageRow.Many(30, MLPixelFormat.Rgba32)));
        ResNetClassifierTransformer bgra = Tiny.Fit(_context, Keyed(ImageRow.Many(30, MLPixelFormat.Bgra32)));

        Assert.Equal(rgba.WeightsSha256, bgra.WeightsSha256);
    }

    [Fact]
    public void ClassifiesGrayImages()
    {
        ResNetClassifierTransformer model = Tiny.Fit(_context, Keyed(ImageRow.Many(30)), o => o.ImageChannels = 1);

        Assert.Equal(1, model.ImageChannels);
        Assert.Equal(Tiny.Architecture.CountParameters(3, 1), model.ParameterCount);
    }

    [Fact]
    public void ScoresImagesWithAModelOfEncodedOnes()
    {
        // Bytes are bytes: what was trained on files of 16x16 takes MLImage of 16x16 and gives the same.
        ImageRow[] images = ImageRow.Many(12);
        EncodedRow[] files = [.. Enumerable.Range(0, 12).Select(i => new EncodedRow
        {
            Label = images[i].Label,
            Image = DrawnImages.Encoded(images[i].Label, i, 16, 16),
        })];
        ResNetClassifierTransformer model = Tiny.Fit(_context, Tiny.Keyed(_context, files));

        float[][] expected = Scores.Read(_context, model.Transform(Tiny.Keyed(_context, files)));
        float[][] actual = Scores.Read(_context, model.Transform(Keyed(images)));

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void GivesAutoMLWhatItNeeds()
    {
        // Options are made without arguments and every one can be set.
        var options = new ResNetClassifierEstimator.Options();
        Assert.All(typeof(ResNetClassifierEstimator.Options).GetProperties(), property =>
            Assert.True(property.CanWrite));
        Assert.NotNull(_context.Transforms.ResNetClassifier(options));
    }

    private IDataView Keyed(ImageRow[] rows)
    {
        IDataView data = _context.Data.LoadFromEnumerable(rows);
        return _context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
    }
}
