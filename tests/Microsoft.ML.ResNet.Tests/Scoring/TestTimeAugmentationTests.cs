using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class TestTimeAugmentationTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(20, 24, 2, 4)]
    [InlineData(16, 16, 0, 0)]
    [InlineData(17, 18, 0, 1)]
    public void ScoresTheCentreCropByDefault(int height, int width, float top, float left)
    {
        ImageView view = Assert.Single(TestTimeViews.Create(
            ResNetTestTimeAugmentation.None, new ImageSize(height, width), new ImageSize(16, 16)));
        Assert.Equal(new ImageView(top, left, 16, 16), view);
    }

    [Fact]
    public void TenCropsAreCornersAndCentreAndTheirMirrorImages()
    {
        ImageView[] views =
            [.. TestTimeViews.Create(ResNetTestTimeAugmentation.TenCrop, new ImageSize(20, 24), new ImageSize(16, 16))];
        (float, float)[] places = [(2, 4), (0, 0), (0, 8), (4, 0), (4, 8)];
        Assert.Equal([.. places, .. places], views.Select(view => (view.Top, view.Left)));
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], views.Select(view => view.Flip));
        Assert.All(views, view => Assert.Equal((16, 16), (view.Height, view.Width)));
    }

    [Fact]
    public void TenCropsOfSmallImagesAreEnlarged()
    {
        ImageView[] views =
            [.. TestTimeViews.Create(ResNetTestTimeAugmentation.TenCrop, new ImageSize(32, 16), new ImageSize(32, 16))];
        Assert.All(views, view => Assert.Equal((28, 14), (view.Height, view.Width)));
        Assert.Equal([(2, 1), (0, 0), (0, 2), (4, 0), (4, 2)], views[..5].Select(view => (view.Top, view.Left)));
    }

    [Theory]
    [InlineData(ResNetTestTimeAugmentation.Flip, ResNetPrecision.Float32)]
    [InlineData(ResNetTestTimeAugmentation.TenCrop, ResNetPrecision.Float32)]
    [InlineData(ResNetTestTimeAugmentation.TenCrop, ResNetPrecision.BFloat16)]
    public void AveragesProbabilitiesOverTheCrops(ResNetTestTimeAugmentation augmentation, ResNetPrecision precision)
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection));
        int classes = model.ClassCount, stored = model.Height + 5;
        using ArrayPixelStore images = ArrayPixelStore.Bytes(70, stored, model.Channels, i => (byte)(i * 37 % 251));
        var source = new PixelBuffer(images.Pointer, images.Count, images.Shape);
        var views = TestTimeViews.Create(augmentation, images.Shape.Size, new ImageSize(model.Height, model.Width));
        using NativeContext context = NativeContext.Create(2);
        Arithmetic arithmetic = Arithmetic.FromPrecision(precision);
        using InferenceNetwork network = new(model, context, arithmetic) { Views = views };
        float[] averaged = new float[70 * classes], single = new float[70 * classes];
        double[] sum = new double[70 * classes];
        network.Predict(source, averaged);
        foreach (ImageView view in views)
        {
            using InferenceNetwork one = new(model, context, arithmetic) { Views = [view] };
            one.Predict(source, single);
            for (int i = 0; i < sum.Length; i++)
                sum[i] += single[i];
        }
        Assert.All(averaged.Index(), value => Assert.Equal(sum[value.Index] / views.Count, value.Item, 1e-6));
    }

    [Fact]
    public void IsSavedAndGivesEqualScoresInBatchesAndRows()
    {
        EncodedRow[] rows = EncodedRow.Many(30);
        IDataView data = Tiny.Keyed(_context, rows);
        using ResNetClassifierTransformer model = Tiny.Fit(_context, data, options =>
        {
            options.StoredHeight = options.StoredWidth = 20;
            options.TestTimeAugmentation = ResNetTestTimeAugmentation.Flip;
        });
        Assert.Equal(ResNetTestTimeAugmentation.Flip, model.TestTimeAugmentation);
        float[][] flipped = Scores.Read(_context, model.Transform(data));
        using ResNetClassifierTransformer ten = model.WithTestTimeAugmentation(ResNetTestTimeAugmentation.TenCrop);
        float[][] scores = Scores.Read(_context, ten.Transform(data));
        Assert.NotEqual(flipped, scores);
        Assert.NotEqual(
            flipped, Scores.Read(_context, model.WithTestTimeAugmentation(ResNetTestTimeAugmentation.None).Transform(data)));

        using TemporaryFolder folder = new();
        _context.Model.Save(ten, data.Schema, folder.File("model.zip"));
        var loaded = (ResNetClassifierTransformer)_context.Model.Load(folder.File("model.zip"), out _);
        Assert.Equal(ResNetTestTimeAugmentation.TenCrop, loaded.TestTimeAugmentation);
        Assert.Equal(scores, Scores.Read(_context, loaded.Transform(data)));

        IRowToRowMapper mapper = ((ITransformer)loaded).GetRowToRowMapper(data.Schema);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        DataViewSchema.Column column = mapper.OutputSchema["Score"];
        using DataViewRow row = mapper.GetRow(cursor, [column]);
        ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> score = default;
        for (int i = 0; cursor.MoveNext(); i++)
        {
            getter(ref score);
            Assert.Equal(scores[i], score.DenseValues());
        }

        using ResNetClassifierTransformer quantized = ten.Quantize(data);
        Assert.Equal(ResNetTestTimeAugmentation.TenCrop, quantized.TestTimeAugmentation);
        float[][] rounded = Scores.Read(_context, quantized.Transform(data));
        for (int i = 0; i < scores.Length; i++)
            Assert.All(scores[i].Index(), value => Assert.Equal(value.Item, rounded[i][value.Index], 0.1f));
    }

    [Fact]
    public void RejectsUndefinedValues()
    {
        using ResNetClassifierTransformer model = Tiny.Fit(_context, Tiny.Keyed(_context, EncodedRow.Many(12)));
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => model.WithTestTimeAugmentation((ResNetTestTimeAugmentation)3));
        Assert.Contains("test-time augmentation", error.Message);
    }
}
