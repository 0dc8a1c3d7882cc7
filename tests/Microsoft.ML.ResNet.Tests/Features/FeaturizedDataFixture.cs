namespace Microsoft.ML.ResNet.Tests.Features;

/// <summary>
/// A small trained network and generated images that it has not seen, a few for training and others for testing, as
/// images (<c>Image</c>) and as pixels (<c>Pixels</c>).
/// </summary>
public sealed class FeaturizedDataFixture
{
    private const int Side = 16;

    public FeaturizedDataFixture()
    {
        Classifier = Tiny.Fit(
            Context, Tiny.Keyed(Context, EncodedRow.Many(240, seed: 1)), options => options.Epochs = 12);
        Train = Rows(60, seed: 2);
        Test = Rows(120, seed: 3);
    }

    public MLContext Context { get; } = new(seed: 1);

    public ResNetClassifierTransformer Classifier { get; }

    public IDataView Train { get; }

    public IDataView Test { get; }

    /// <summary>A pipeline from images to the column "Features", the default of trainers.</summary>
    public IEstimator<ITransformer> Featurizer => Context.Transforms.ResNetFeaturizer(Classifier);

    /// <summary>A pipeline from images to pixels, without a network.</summary>
    public IEstimator<ITransformer> Pixels => Context.Transforms.CopyColumns("Features", "Pixels");

    private IDataView Rows(int count, int seed)
    {
        IDataView data = Context.Data.LoadFromEnumerable(EncodedRow.Many(count, seed).Select(row =>
        {
            using SkiaSharp.SKBitmap decoded = SkiaSharp.SKBitmap.Decode(row.Image);
            using SkiaSharp.SKBitmap small = decoded.Resize(
                new SkiaSharp.SKImageInfo(Side, Side), SkiaSharp.SKFilterQuality.Medium);
            return new Row { Image = row.Image, Label = row.Label, Pixels = [.. small.Bytes.Select(b => b / 255f)] };
        }).ToArray());
        return Context.Transforms.Conversion.MapValueToKey(
                "Label", keyOrdinality: Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Fit(data).Transform(data);
    }

    private sealed class Row
    {
        public byte[] Image { get; set; } = [];

        public string Label { get; set; } = "";

        [ML.Data.VectorType(4 * Side * Side)]
        public float[] Pixels { get; set; } = [];
    }
}
