using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SkiaSharp;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Bad images and bad sets: one clear exception, or rows left out and counted.</summary>
public sealed class BadInputTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly EncodedRow[] _rows = EncodedRow.Many(24);

    public static TheoryData<string> Bad => ["empty", "text", "truncated", "header only", "bomb", "altered"];

    [Theory]
    [MemberData(nameof(Bad))]
    public void ABadImageIsNamedByRowAndPath(string kind)
    {
        _rows[7].Image = Spoil(kind);

        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => Tiny.Fit(_context, Tiny.Keyed(_context, _rows), o => o.ImagePathColumnName = "Path"));

        Assert.Contains("Row 7 ('image-7.png')", error.Message);
        Assert.Contains("ResNetBadImagePolicy.Skip", error.Message);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void BadImagesAreLeftOutAndCounted(string kind)
    {
        var log = new List<string>();
        _context.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
                log.Add(e.Message);
        };
        _rows[0].Image = Spoil(kind);
        _rows[7].Image = Spoil(kind);
        _rows[23].Image = Spoil(kind);
        IDataView data = Tiny.Keyed(_context, _rows);

        ResNetClassifierTransformer model = Tiny.Fit(_context, data, o => o.BadImages = ResNetBadImagePolicy.Skip);

        Assert.Equal((21, 3), (model.TrainingReport!.TrainingImages, model.TrainingReport.SkippedBadImages));
        Assert.Contains(log, message => message.Contains("3 of 24 rows"));
        // What is left is what the good rows alone would have given.
        EncodedRow[] good = [.. _rows.Where((_, i) => i is not (0 or 7 or 23))];
        IDataView mapped = _context.Transforms.Conversion.MapValueToKey("Label")
            .Fit(_context.Data.LoadFromEnumerable(_rows)).Transform(_context.Data.LoadFromEnumerable(good));
        Assert.Equal(Tiny.Fit(_context, mapped).WeightsSha256, model.WeightsSha256);
    }

    [Fact]
    public void TheFirstBadRowIsNamedWhateverThreadMeetsIt()
    {
        EncodedRow[] rows = EncodedRow.Many(120);
        foreach (int row in new[] { 31, 32, 33, 90, 119 })
            rows[row].Image = Spoil("text");

        for (int round = 0; round < 5; round++)
        {
            Assert.StartsWith("Row 31:", Assert.Throws<InvalidDataException>(
                () => Tiny.Fit(_context, Tiny.Keyed(_context, rows), o => o.NumberOfThreads = 4)).Message);
        }
    }

    [Fact]
    public void RenamedImagesAreWhatTheyContain()
    {
        _rows[3].Image = DrawnImages.Encoded("ring", 5, format: SKEncodedImageFormat.Jpeg);
        _rows[4].Image = DrawnImages.Encoded("ring", 5, format: SKEncodedImageFormat.Webp);

        Assert.Equal(24, Tiny.Fit(_context, Tiny.Keyed(_context, _rows)).TrainingReport!.TrainingImages);
    }

    [Fact]
    public void BadFilesOfMLNetsOwnLoadersAreNamed()
    {
        using var folder = new ImageFolder(24);
        File.WriteAllText(folder.Rows[11].Path, "no image");
        foreach (bool raw in new[] { true, false })
        {
            IDataView data = _context.Data.LoadFromEnumerable(folder.Rows);
            IEstimator<ITransformer> loading = raw
                ? _context.Transforms.LoadRawImageBytes("Image", null, "Path")
                : _context.Transforms.LoadImages("Image", null, "Path").Append(
                    _context.Transforms.ResizeImages("Image", 16, 16));
            IDataView images =
                _context.Transforms.Conversion.MapValueToKey("Label").Append(loading).Fit(data).Transform(data);

            string message = Assert.Throws<InvalidDataException>(
                () => Tiny.Fit(_context, images, o => o.ImagePathColumnName = "Path")).Message;
            Assert.Contains("Row 11", message);
            Assert.Contains(folder.Rows[11].Path, message);
            Assert.Equal(1,
                Tiny.Fit(_context, images, o => o.BadImages = ResNetBadImagePolicy.Skip).TrainingReport!.SkippedBadImages);
        }
    }

    [Fact]
    public void AMissingFileIsABadImage()
    {
        using var folder = new ImageFolder(24);
        File.Delete(folder.Rows[2].Path);
        IDataView data = _context.Data.LoadFromEnumerable(folder.Rows);
        IDataView images = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.LoadRawImageBytes("Image", null, "Path")).Fit(data).Transform(data);

        Assert.Contains("Row 2", Assert.Throws<InvalidDataException>(() => Tiny.Fit(_context, images)).Message);
        ResNetClassifierTransformer model = Tiny.Fit(_context, images, o => o.BadImages = ResNetBadImagePolicy.Skip);
        Assert.Equal(1, model.TrainingReport!.SkippedBadImages);
        float[][] scores = Scores.Read(_context, model.Transform(images));
        Assert.Equal(24, scores.Length);
        Assert.True(float.IsNaN(scores[2][0]));
    }

    [Fact]
    public void ScoringFollowsThePolicyOfTraining()
    {
        IDataView good = Tiny.Keyed(_context, _rows);
        ResNetClassifierTransformer throwing = Tiny.Fit(_context, good, o => o.ImagePathColumnName = "Path");
        ResNetClassifierTransformer passing = Tiny.Fit(_context, good, o => o.BadImages = ResNetBadImagePolicy.Skip);
        _rows[6].Image = Spoil("truncated");
        IDataView bad = Tiny.Keyed(_context, _rows);

        Assert.Contains("Row 6 ('image-6.png')", Assert.Throws<InvalidDataException>(
            () => Scores.Read(_context, throwing.Transform(bad))).Message);
        IDataView scored = passing.Transform(bad);
        var rows = Scores.Read(scored.GetRowCursor(scored.Schema.Where(c => c.Name is "Score" or "PredictedLabel")));
        Assert.Equal(24, rows.Count);
        Assert.All(rows[6].Score, value => Assert.True(float.IsNaN(value)));
        Assert.Equal(0u, rows[6].Label);
        Assert.DoesNotContain(rows.Where((_, i) => i != 6), row => row.Label == 0 || row.Score.Any(float.IsNaN));

        using var engine = _context.Model.CreatePredictionEngine<EncodedRow, Prediction>(
            Tiny.Pipeline(_context).Fit(_context.Data.LoadFromEnumerable(EncodedRow.Many(12))));
        Assert.Throws<InvalidDataException>(() => engine.Predict(_rows[6]));
        Assert.Equal(3, engine.Predict(_rows[5]).Score.Length);
    }

    [Fact]
    public void ImagesOfOtherSizesSuggestResizing()
    {
        ImageRow[] rows = ImageRow.Many(12);
        using SKBitmap large = DrawnImages.Draw("disc", 1, 20, 16);
        rows[5].Image = ImageRow.ToImage(large, MLPixelFormat.Rgba32);

        foreach (ResNetBadImagePolicy policy in Enum.GetValues<ResNetBadImagePolicy>())
        {
            string message = Assert.Throws<ArgumentException>(
                () => Tiny.Fit(_context, Keyed(rows), o => o.BadImages = policy)).Message;
            Assert.Contains("Row 5: the image has 20x16 pixels where 16x16 are expected", message);
            Assert.Contains("ResizeImages", message);
        }
        Assert.Contains("ResizeImages", Assert.Throws<ArgumentException>(
            () => Tiny.Fit(_context, Keyed(ImageRow.Many(12)), o => o.ImageWidth = 32)).Message);
    }

    [Fact]
    public void AMissingImageIsABadOne()
    {
        ImageRow[] rows = ImageRow.Many(12);
        rows[4].Image = null;

        Assert.Contains("Row 4: the image is missing", Assert.Throws<InvalidDataException>(
            () => Tiny.Fit(_context, Keyed(rows))).Message);
        Assert.Equal(11,
            Tiny.Fit(_context, Keyed(rows), o => o.BadImages = ResNetBadImagePolicy.Skip).TrainingReport!.TrainingImages);
    }

    [Fact]
    public void VectorsMustHaveTheSizeOfImages()
    {
        IDataView data = Vectors(() => new float[16 * 16 * 3 + 1]);
        string message =
            Assert.Throws<ArgumentException>(() => Tiny.Fit(_context, data, o => o.ImageColumnName = "Pixels")).Message;
        Assert.Contains("769 values", message);
        Assert.Contains("ImageHeight", message);
    }

    [Fact]
    public void PixelsMustBeFinite()
    {
        IDataView data = Vectors(() => [.. Enumerable.Repeat(float.NaN, 16 * 16 * 3)]);
        Assert.Contains("not a finite number", Assert.Throws<InvalidDataException>(
            () => Tiny.Fit(_context, data, o => o.ImageColumnName = "Pixels")).Message);
    }

    [Fact]
    public void RowsWithoutALabelAreLeftOut()
    {
        _rows[2].Label = _rows[9].Label = "unknown";
        IDataView keys =
            _context.Data.LoadFromEnumerable(DrawnImages.Classes.Select(name => new EncodedRow { Label = name }));
        IDataView data = _context.Transforms.Conversion.MapValueToKey("Label").Fit(keys)
            .Transform(_context.Data.LoadFromEnumerable(_rows));

        ResNetTrainingReport report = Tiny.Fit(_context, data).TrainingReport!;

        Assert.Equal((22, 2, 0), (report.TrainingImages, report.SkippedMissingLabels, report.SkippedBadImages));
    }

    [Fact]
    public void OneClassIsNotEnough()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(6, 0, "disc"));
        Assert.Contains("classes", Assert.Throws<ArgumentException>(() => Tiny.Fit(_context, data)).Message);

        // Two keys, but images of one.
        IDataView keys =
            _context.Data.LoadFromEnumerable(DrawnImages.Classes.Select(name => new EncodedRow { Label = name }));
        IDataView two = _context.Transforms.Conversion.MapValueToKey("Label").Fit(keys)
            .Transform(_context.Data.LoadFromEnumerable(EncodedRow.Many(6, 0, "disc")));
        Assert.Contains("class 'disc'", Assert.Throws<ArgumentException>(() => Tiny.Fit(_context, two)).Message);
    }

    [Fact]
    public void AnEmptySetIsRefused()
    {
        IDataView keyed = Tiny.Keyed(_context, _rows);
        IDataView none =
            _context.Transforms.Conversion.MapValueToKey("Label").Fit(_context.Data.LoadFromEnumerable(_rows))
            .Transform(_context.Data.LoadFromEnumerable(Array.Empty<EncodedRow>()));

        Assert.Contains("it is empty", Assert.Throws<ArgumentException>(() => Tiny.Fit(_context, none)).Message);
        Assert.Contains("validation set has no images", Assert.Throws<ArgumentException>(
            () => _context.Transforms.ResNetClassifier(Tiny.Options()).Fit(keyed, none)).Message);
    }

    [Fact]
    public void ASetOfBadImagesOnlyIsEmpty()
    {
        foreach (EncodedRow row in _rows)
            row.Image = Spoil("text");
        Assert.Contains("24 no image that can be decoded", Assert.Throws<ArgumentException>(
            () => Tiny.Fit(_context, Tiny.Keyed(_context, _rows), o => o.BadImages = ResNetBadImagePolicy.Skip)).Message);
    }

    [Fact]
    public void ValidationMustHaveTheClassesOfTraining()
    {
        ResNetClassifierEstimator estimator = _context.Transforms.ResNetClassifier(Tiny.Options());
        IDataView train = Tiny.Keyed(_context, _rows);
        IDataView others = Tiny.Keyed(_context, EncodedRow.Many(6, 0, "ring", "disc", "square"));
        Assert.Contains("MapValueToKey", Assert.Throws<ArgumentException>(() => estimator.Fit(train, others)).Message);

        // The same keys, but of one class there is no training image.
        ITransformer keys =
            _context.Transforms.Conversion.MapValueToKey("Label").Fit(_context.Data.LoadFromEnumerable(_rows));
        IDataView few = keys.Transform(_context.Data.LoadFromEnumerable(EncodedRow.Many(6, 0, "disc", "ring")));
        Assert.Contains("'square'", Assert.Throws<ArgumentException>(() => estimator.Fit(few, train)).Message);
    }

    private static byte[] Spoil(string kind)
    {
        byte[] png = DrawnImages.Encoded("disc", 1);
        switch (kind)
        {
            case "empty":
                return [];
            case "text":
                return "This is not an image."u8.ToArray();
            case "truncated":
                return png[..(png.Length / 2)];
            case "header only":
                return png[..33];
            case "bomb":
                return JpegWriter.Claim(30000, 30000, progressive: true);
            default:
                png.AsSpan(png.Length / 2, 40).Fill(0x5A);
                return png;
        }
    }

    private IDataView Keyed(ImageRow[] rows)
    {
        IDataView data = _context.Data.LoadFromEnumerable(rows);
        return _context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
    }

    private IDataView Vectors(Func<float[]> pixels)
    {
        float[] first = pixels();
        SchemaDefinition schema = SchemaDefinition.Create(typeof(VectorRow));
        schema["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, first.Length);
        IDataView data = _context.Data.LoadFromEnumerable(
            DrawnImages.Classes.Select(name => new VectorRow { Label = name, Pixels = first }), schema);
        return _context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
    }

    private sealed class VectorRow
    {
        public string Label { get; set; } = "";

        public float[] Pixels { get; set; } = [];
    }
}
