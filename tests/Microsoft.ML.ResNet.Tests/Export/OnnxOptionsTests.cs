using Microsoft.ML.ResNet.Onnx;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Tests the options of ONNX files.</summary>
public sealed class OnnxOptionsTests
{
    private static readonly ResNetArchitecture Architecture = TestNetworks.Small(ResNetShortcut.ZeroPadding);

    private readonly MLContext _context = new(seed: 1);
    private readonly float[][] _pixels = OnnxModel.Pixels(3);

    [Fact]
    public void AllOpsetVersionsGiveEqualResults()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Architecture);
        using ResNetClassifierTransformer bytes = model.Quantize(View());
        foreach (ResNetClassifierTransformer each in new[] { model, bytes })
        {
            float[] expected = Run(each, new());
            for (int version = 13; version <= 26; version++)
            {
                ResNetOnnxOptions options = new() { OpsetVersion = version };
                ModelProto file = OnnxModel.File(_context, each, options);
                OnnxStructure.Check(file);
                Assert.Equal(version, file.OpsetImport[0].Version);
                Assert.Equal(expected, Run(each, options));
            }
        }
    }

    [Fact]
    public void NamesDefaultToTheModelsColumns()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(
            _context, Architecture,
            classifier => classifier with { Columns = new("Photo", Path: null, "Probabilities", "Class") });
        GraphProto graph = OnnxModel.File(_context, model).Graph;
        Assert.Equal(["Photo", "Probabilities", "Class"], Names(graph));

        // Names that nodes would get otherwise.
        ResNetOnnxOptions options = new()
        {
            InputName = "conv1", ScoreName = "softmax", PredictedLabelName = "predicted.best", LogitsName = "fc",
        };
        ModelProto file = OnnxModel.File(_context, model, options);
        OnnxStructure.Check(file);
        Assert.Equal(["conv1", "softmax", "predicted.best", "fc"], Names(file.Graph));
        byte[] bytes = OnnxModel.Bytes(_context, model, options);
        float[] logits = OnnxModel.Run<float, float>(bytes, "fc", _pixels);
        float[] scores = OnnxModel.Run<float, float>(bytes, "softmax", _pixels);
        double sum = logits.Take(5).Sum(logit => Math.Exp(logit));
        Assert.Equal(Math.Exp(logits[2]) / sum, scores[2], 1e-5);
    }

    [Fact]
    public void BatchSizeCanBeFixed()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Architecture);
        ModelProto file = OnnxModel.File(_context, model, new() { BatchSize = 3 });
        OnnxStructure.Check(file);
        Assert.All(
            file.Graph.Input.Concat(file.Graph.Output),
            value => Assert.Equal(3, value.Type.TensorType.Shape.Dim[0].DimValue));
        Assert.Equal(Run(model, new()), Run(model, new() { BatchSize = 3 }));
    }

    [Fact]
    public void PixelLayoutDefaultsToTheModels()
    {
        using ResNetClassifierTransformer planar = OnnxModel.Of(_context, Architecture);
        float[] expected = Run(planar, new());
        float[][] interleaved = [.. _pixels.Select(Interleave)];
        Assert.Equal(
            expected, OnnxModel.Run<float, float>(
                OnnxModel.Bytes(_context, planar, new() { PixelLayout = ResNetPixelLayout.Interleaved }), "Score", interleaved,
                OnnxModel.Size, OnnxModel.Size, 3));

        using ResNetClassifierTransformer model = OnnxModel.Of(
            _context, Architecture, classifier => classifier with
            {
                Specification = OnnxModel.Specification(isFloat: true, layout: ResNetPixelLayout.Interleaved),
            });
        OnnxStructure.Check(OnnxModel.File(_context, model));
        using TemporaryFolder folder = new();
        _context.Model.SaveResNetOnnx(model, folder.File("model.onnx"));
        IDataView images = OnnxModel.View(_context, interleaved);
        float[][] applied = Scores.Read(
            _context, _context.Transforms.ApplyOnnxModel(folder.File("model.onnx")).Fit(images).Transform(images));
        Close(Scores.Read(_context, model.Transform(images)), applied);
        Assert.Equal(expected, Run(model, new() { PixelLayout = ResNetPixelLayout.Planar }));
    }

    [Fact]
    public void InputCanBeBytes()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(
            _context, Architecture,
            classifier => classifier with { Specification = OnnxModel.Specification(isFloat: false) });
        byte[][] bytes = [.. _pixels.Select(image => image.Select(pixel => (byte)pixel).ToArray())];
        IDataView images = OnnxModel.View(_context, bytes);
        using TemporaryFolder folder = new();
        _context.Model.SaveResNetOnnx(model, folder.File("model.onnx"), new() { BytePixels = true });
        OnnxStructure.Check(OnnxModel.File(_context, model, new() { BytePixels = true }));
        Close(
            Scores.Read(_context, model.Transform(images)),
            Scores.Read(_context, _context.Transforms.ApplyOnnxModel(folder.File("model.onnx")).Fit(images).Transform(images)));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(23)]
    public void LargerStoredImagesAreCropped(int stored)
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(
            _context, Architecture,
            classifier => classifier with { Specification = OnnxModel.Specification(isFloat: true, stored) });
        float[][] large = OnnxModel.Pixels(3, stored);
        IDataView images = OnnxModel.View(_context, large, stored);
        byte[] file = OnnxModel.Bytes(_context, model);
        OnnxStructure.Check(ModelProto.Parser.ParseFrom(file));
        float[] actual = OnnxModel.Run<float, float>(file, "Score", large, 3, stored, stored);
        Close(Scores.Read(_context, model.Transform(images)), [.. actual.Chunk(5)]);
    }

    [Fact]
    public void RejectsInvalidOptions()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Architecture);
        string Message(ResNetOnnxOptions options) =>
            Assert.ThrowsAny<ArgumentException>(() => OnnxModel.Bytes(_context, model, options)).Message;
        Assert.Contains("13 to 26", Message(new() { OpsetVersion = 12 }), StringComparison.Ordinal);
        Assert.Contains("13 to 26", Message(new() { OpsetVersion = 27 }), StringComparison.Ordinal);
        Assert.Contains("BatchSize", Message(new() { BatchSize = 0 }), StringComparison.Ordinal);
        Assert.Contains("empty", Message(new() { InputName = "" }), StringComparison.Ordinal);
        Assert.Contains("'Score'", Message(new() { LogitsName = "Score" }), StringComparison.Ordinal);
        Assert.Contains("PixelLayout", Message(new() { PixelLayout = (ResNetPixelLayout)7 }), StringComparison.Ordinal);
        Assert.Contains(
            "PredictedLabel", Message(new() { PredictedLabel = (ResNetOnnxPredictedLabel)7 }), StringComparison.Ordinal);
    }

    private float[] Run(ResNetClassifierTransformer model, ResNetOnnxOptions options) =>
        OnnxModel.Run<float, float>(OnnxModel.Bytes(_context, model, options), "Score", _pixels);

    private IDataView View() => OnnxModel.View(_context, _pixels);

    private static IEnumerable<string> Names(GraphProto graph) =>
        graph.Input.Concat(graph.Output).Select(value => value.Name);

    private static float[] Interleave(float[] planar)
    {
        int plane = planar.Length / 3;
        return [.. Enumerable.Range(0, planar.Length).Select(i => planar[i % 3 * plane + i / 3])];
    }

    private static void Close(float[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach ((float[] one, float[] other) in expected.Zip(actual))
        {
            Assert.Equal(one.Length, other.Length);
            for (int c = 0; c < one.Length; c++)
                Assert.Equal(one[c], other[c], 1e-4f);
        }
    }
}
