using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Features;
using Microsoft.ML.ResNet.MlNetSeam;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Features;

/// <summary>Tests of loading and saving featurizers, and of invalid options.</summary>
public sealed class FeaturizerSourceTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();
    private readonly IDataView _data;
    private readonly ResNetClassifierTransformer _classifier;

    public FeaturizerSourceTests()
    {
        _data = Tiny.Keyed(_context, EncodedRow.Many(24));
        _classifier = Tiny.Fit(_context, _data);
    }

    private string FilePath => _folder.File("model");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadsTheClassifierFromASavedPipeline()
    {
        IDataView data = _context.Data.LoadFromEnumerable(EncodedRow.Many(24));
        ITransformer model = Tiny.Pipeline(_context).Fit(data);
        _context.Model.Save(model, data.Schema, FilePath);
        ResNetClassifierTransformer classifier =
            MlNetPipeline.Flatten(model).OfType<ResNetClassifierTransformer>().Single();
        Assert.Equal(
            Vectors.Of(_context.Transforms.ResNetFeaturizer(classifier).Fit(data).Transform(data)),
            Vectors.Of(_context.Transforms.ResNetFeaturizer(FilePath).Fit(data).Transform(data)));
    }

    [Fact]
    public void LoadsASafetensorsFile()
    {
        _context.Model.SaveResNetWeights(_classifier, FilePath);
        float[][] expected = Features(_context.Transforms.ResNetFeaturizer(_classifier));
        ResNetFeaturizerEstimator.Options options = new()
        {
            ModelPath = FilePath, Architecture = Tiny.Architecture, ImageHeight = 16, ImageWidth = 16,
        };
        float[][] actual = Features(_context.Transforms.ResNetFeaturizer(options));
        for (int row = 0; row < expected.Length; row++)
        {
            for (int i = 0; i < expected[row].Length; i++)
                Assert.Equal(expected[row][i], actual[row][i], 1e-4);
        }
        // The file says the architecture.
        options.Architecture = null;
        Assert.Equal(expected[0].Length, Features(_context.Transforms.ResNetFeaturizer(options))[0].Length);
    }

    [Fact]
    public void LoadsAnOnnxFile()
    {
        string path = _folder.File("model.onnx");
        _context.Model.SaveResNetOnnx(_classifier, path);
        float[][] expected = Features(_context.Transforms.ResNetFeaturizer(_classifier));
        float[][] actual = Features(_context.Transforms.ResNetFeaturizer(
            new ResNetFeaturizerEstimator.Options { ModelPath = path, Architecture = Tiny.Architecture }));
        for (int row = 0; row < expected.Length; row++)
        {
            for (int i = 0; i < expected[row].Length; i++)
                Assert.Equal(expected[row][i], actual[row][i], 1e-3);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void SavedFeaturizerIsEqualAndHoldsOnlyTheNeededStages(int stage)
    {
        var featurizer = _context.Transforms.ResNetFeaturizer(new ResNetFeaturizerEstimator.Options
        {
            Model = _classifier.Quantize(_data), Columns = [new("Features", ResNetFeatures.Stage(stage))],
            BadImages = ResNetBadImagePolicy.Skip, ImagePathColumnName = "Path",
        }).Fit(_data);
        _context.Model.Save(featurizer, _data.Schema, FilePath);

        var loaded = Load();

        Assert.Equal(Vectors.Of(featurizer.Transform(_data)), Vectors.Of(loaded.Transform(_data)));
        Assert.Equal(featurizer.Architecture, loaded.Architecture);
        Assert.Equal(featurizer.Columns, loaded.Columns);
        Assert.Equal(ResNetPrecision.Int8, loaded.Precision);
        Assert.Equal((16, 16, 3, "Image"),
            (loaded.ImageHeight, loaded.ImageWidth, loaded.ImageChannels, loaded.ImageColumnName));
        Assert.Equal(("Path", ResNetBadImagePolicy.Skip), (loaded.Model.Path, loaded.Model.BadImages));

        // Contains stem and stages, but not the head, and not the second stage if only the first is needed.
        NetworkLayout layout = _classifier.Model.Network.CreateLayout();
        long expected = layout.Sections.Take(stage + 1).Sum(
            section => section.Weights.Length + section.Affine.Length + section.Statistics.Length);
        using System.IO.Compression.ZipArchive file = System.IO.Compression.ZipFile.OpenRead(FilePath);
        Assert.Equal(4 * expected, file.Entries.Single(e => e.FullName.EndsWith("Weights")).Length);
        // Saves the loaded featurizer again.
        _context.Model.Save(loaded, _data.Schema, _folder.File("again"));
        Assert.Equal(File.ReadAllBytes(FilePath).Length, File.ReadAllBytes(_folder.File("again")).Length);
    }

    [Fact]
    public void EveryTruncationAndAlterationIsRejectedOrHarmless()
    {
        var featurizer = _context.Transforms.ResNetFeaturizer(_classifier).Fit(_data);
        _context.Model.Save(featurizer, _data.Schema, FilePath);
        byte[] file = File.ReadAllBytes(FilePath);
        float[] weights = featurizer.Model.Network.Parameters[..1000].ToArray();
        for (int length = 0; length < file.Length; length += 7)
            Assert.NotNull(Record.Exception(() => _context.Model.Load(new MemoryStream(file[..length]), out _)));
        var random = new Random(9);
        int refused = 0;
        for (int round = 0; round < 500; round++)
        {
            byte[] altered = [.. file];
            altered[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            ITransformer? loaded = null;
            Exception? error = Record.Exception(() => loaded = _context.Model.Load(new MemoryStream(altered), out _));
            refused += error is null ? 0 : 1;
            if (loaded is ResNetFeaturizerTransformer read)
                Assert.Equal(weights, read.Model.Network.Parameters[..1000].ToArray());
        }
        Assert.InRange(refused, 250, 500);
    }

    [Fact]
    public void ChecksEveryLengthInADescription()
    {
        FeaturizerModel model = FeaturizerModel.FromClassifier(_classifier.Model, [new("Features")]);
        byte[] payload = FeaturizerDescription.ToPayload(model, new string('0', 64));
        Assert.Equal(model.Columns, FeaturizerDescription.FromPayload(payload).Columns);
        for (int position = 0; position + 4 <= payload.Length; position++)
        {
            foreach (int value in new[] { int.MaxValue, int.MinValue, -1, 0x00FFFFFF })
            {
                byte[] altered = [.. payload];
                BitConverter.TryWriteBytes(altered.AsSpan(position), value);
                Exception? error = Record.Exception(() => FeaturizerDescription.FromPayload(altered));
                Assert.True(
                    error is null or ArgumentException or InvalidDataException or OverflowException, $"{error}");
            }
        }
    }

    [Fact]
    public void RejectsFilesWithoutExactlyOneClassifier()
    {
        ITransformer mapping = _context.Transforms.Conversion.MapKeyToValue("Label").Fit(_data);
        _context.Model.Save(mapping, _data.Schema, FilePath);
        Assert.Contains("contains no ResNet classifier", Refused(FilePath));
        Assert.Contains("KeyToValueMappingTransformer", Refused(FilePath));

        _context.Model.Save(_classifier.Append(_classifier), _data.Schema, FilePath);
        Assert.Contains("contains 2 ResNet classifiers", Refused(FilePath));

        File.WriteAllText(FilePath, "neither of them");
        Assert.Contains(FilePath, Refused(FilePath));
        File.WriteAllText(FilePath, "PK\u0003\u0004 and nothing more");
        Assert.Contains("not a model that ML.NET can load", Refused(FilePath));
        Assert.ThrowsAny<IOException>(() => _context.Transforms.ResNetFeaturizer(_folder.File("missing")));
    }

    public static TheoryData<string, Action<ResNetFeaturizerEstimator.Options>> Wrong => new()
    {
        { "Set either Options.Model or Options.ModelPath", o => o.ModelPath = "file" },
        { "There is no stage 3: Tiny has the stages 1 to 2", o => o.Columns = [new("A", ResNetFeatures.Stage(3))] },
        { "at least one column", o => o.Columns = [] },
        { "two columns named 'A'", o => o.Columns = [new("A"), new("B"), new("A", ResNetFeatures.Stage(1))] },
        { "ImageHeight is 15", o => o.ImageHeight = 15 },
        { "Architecture applies only to weights files", o => o.Architecture = ResNetArchitecture.ResNet18 },
        { "call the classifier's Quantize", o => o.Precision = ResNetPrecision.Int8 },
        { "ImageColumnName is empty", o => o.ImageColumnName = "" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void RejectsOptionsOutOfRangeByName(string message, Action<ResNetFeaturizerEstimator.Options> change)
    {
        ResNetFeaturizerEstimator.Options options = new() { Model = _classifier };
        change(options);
        var error = Assert.ThrowsAny<ArgumentException>(() => _context.Transforms.ResNetFeaturizer(options));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void RejectsAMissingOrWrongImageColumnByName()
    {
        var missing = _context.Transforms.ResNetFeaturizer(_classifier, imageColumnName: "Picture");
        Assert.Contains("'Picture'", Assert.Throws<ArgumentOutOfRangeException>(() => missing.Fit(_data)).Message);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => missing.GetOutputSchema(SchemaShapes.Create(_data.Schema)));
        Assert.Contains("'Picture'", error.Message);
        var wrong = _context.Transforms.ResNetFeaturizer(_classifier, imageColumnName: "Path");
        Assert.Contains("Accepted types", Assert.Throws<ArgumentOutOfRangeException>(() => wrong.Fit(_data)).Message);
    }

    private string Refused(string path) =>
        Assert.Throws<InvalidDataException>(() => _context.Transforms.ResNetFeaturizer(path)).Message;

    private ResNetFeaturizerTransformer Load() =>
        (ResNetFeaturizerTransformer)MlNetPipeline.Flatten(_context.Model.Load(FilePath, out _)).Single();

    private float[][] Features(ResNetFeaturizerEstimator estimator) =>
        Vectors.Of(estimator.Fit(_data).Transform(_data));
}
