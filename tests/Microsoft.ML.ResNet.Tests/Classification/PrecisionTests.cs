using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class PrecisionTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void TrainsInBFloat16AsWellAsInFloat32()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(60));
        ResNetClassifierTransformer Train(ResNetPrecision precision) => Tiny.Fit(_context, data, options =>
        {
            options.Precision = precision;
            options.Epochs = 25;
        });
        using ResNetClassifierTransformer single = Train(ResNetPrecision.Float32), half = Train(ResNetPrecision.BFloat16);

        Assert.Equal(ResNetPrecision.BFloat16, half.Precision);
        Assert.NotEqual(single.WeightsSha256, half.WeightsSha256);
        Assert.InRange(Accuracy(single, data), 0.9, 1);
        Assert.InRange(Accuracy(half, data), 0.9, 1);
    }

    [Fact]
    public void AModelScoresInAnotherPrecisionAndKeepsItInItsFile()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(20));
        using ResNetClassifierTransformer single = Tiny.Fit(_context, data);
        using ResNetClassifierTransformer half = single.WithPrecision(ResNetPrecision.BFloat16);
        using TemporaryFolder folder = new();
        string path = folder.File("model.zip");
        _context.Model.Save(half, data.Schema, path);
        var loaded = (ResNetClassifierTransformer)_context.Model.Load(path, out _);

        Assert.Equal(ResNetPrecision.Float32, single.Precision);
        Assert.Equal(ResNetPrecision.BFloat16, loaded.Precision);
        Assert.Equal(single.WeightsSha256, loaded.WeightsSha256);
        float[][] exact = Scores.Read(_context, single.Transform(data)), rounded = Scores.Read(_context, half.Transform(data));
        Assert.NotEqual(exact, rounded);
        Assert.Equal(rounded, Scores.Read(_context, loaded.Transform(data)));
        for (int row = 0; row < exact.Length; row++)
            for (int c = 0; c < exact[row].Length; c++)
                Assert.Equal(exact[row][c], rounded[row][c], 0.03f);
    }

    [Theory]
    [InlineData(ResNetShortcut.ZeroPadding, ResNetBlock.Basic, false)]
    [InlineData(ResNetShortcut.Projection, ResNetBlock.Basic, true)]
    [InlineData(ResNetShortcut.Projection, ResNetBlock.Bottleneck, false)]
    [InlineData(ResNetShortcut.None, ResNetBlock.Basic, false)]
    [InlineData(ResNetShortcut.Projection, ResNetBlock.Bottleneck, false, 2)]
    [InlineData(ResNetShortcut.PooledProjection, ResNetBlock.Bottleneck, true)]
    [InlineData(ResNetShortcut.Projection, ResNetBlock.Basic, true, 1, true)]
    [InlineData(ResNetShortcut.ZeroPadding, ResNetBlock.Bottleneck, false, 1, true, 4)]
    [InlineData(ResNetShortcut.PooledProjection, ResNetBlock.Basic, false, 1, false, 4)]
    public void AQuantizedModelScoresAlmostAlikeAndIsSaved(
        ResNetShortcut shortcut, ResNetBlock block, bool maxPool, int groups = 1, bool preActivation = false,
        int squeezeReduction = 0)
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(60));
        using ResNetClassifierTransformer single = Tiny.Fit(_context, data, options =>
        {
            options.Epochs = 20;
            options.Architecture = Tiny.Architecture with
            {
                Shortcut = shortcut, Block = block, InnerWidthFactor = groups, Groups = groups,
                PreActivation = preActivation, SqueezeReduction = squeezeReduction,
                Stem = Tiny.Architecture.Stem with { MaxPool = maxPool },
            };
        });
        using ResNetClassifierTransformer bytes = single.Quantize(data, maximumImages: 40);
        using TemporaryFolder folder = new();
        string path = folder.File("model.zip");
        _context.Model.Save(bytes, data.Schema, path);
        var loaded = (ResNetClassifierTransformer)_context.Model.Load(path, out _);

        Assert.Equal(ResNetPrecision.Int8, loaded.Precision);
        Assert.Equal(ResNetPrecision.Float32, single.Precision);
        Assert.Equal(ResNetPrecision.Int8, loaded.WithPrecision(ResNetPrecision.Float32).WithPrecision(ResNetPrecision.Int8).Precision);
        float[][] exact = Scores.Read(_context, single.Transform(data)), rounded = Scores.Read(_context, bytes.Transform(data));
        Assert.NotEqual(exact, rounded);
        Assert.Equal(rounded, Scores.Read(_context, loaded.Transform(data)));
        double difference = exact.Zip(rounded).Average(pair => Math.Abs(pair.First.Max() - pair.Second.Max()));
        Assert.InRange(difference, 0, 0.05);
        Assert.InRange(Accuracy(bytes, data), Accuracy(single, data) - 0.05, 1);
    }

    [Fact]
    public void QuantizingNeedsImages()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(12));
        using ResNetClassifierTransformer model = Tiny.Fit(_context, data);
        Assert.Throws<InvalidOperationException>(() => model.WithPrecision(ResNetPrecision.Int8));
        Assert.Throws<ArgumentException>(() => model.Quantize(_context.Data.SkipRows(data, 12)));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Quantize(data, 0));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Tiny.Fit(_context, data, options => options.Precision = ResNetPrecision.Int8));
    }

    [Fact]
    public void AnUnknownPrecisionIsRefused()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(4));
        using ResNetClassifierTransformer model = Tiny.Fit(_context, data);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.WithPrecision((ResNetPrecision)99));
    }

    private double Accuracy(ITransformer model, IDataView data) =>
        _context.MulticlassClassification.Evaluate(model.Transform(data)).MicroAccuracy;
}
