using System.Buffers;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Onnx;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Tests which models can be exported, and where to.</summary>
public sealed class OnnxFileTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void ExportsAFittedPipelineOnImages()
    {
        IDataView rows = _context.Data.LoadFromEnumerable(ImageRow.Many(30));
        ITransformer model = Tiny.Pipeline(_context).Append(
            _context.Transforms.CopyColumns("Copy", "Predicted")).Fit(rows);
        using TemporaryFolder folder = new();
        _context.Model.Save(model, rows.Schema, folder.File("model.zip"));
        string path = folder.File("model.onnx");
        _context.Model.SaveResNetOnnx(model, path);
        byte[] file = File.ReadAllBytes(path);

        IDataView pixels = _context.Transforms.ExtractPixels("Image").Fit(rows).Transform(rows);
        IDataView applied = _context.Transforms.ApplyOnnxModel(path).Fit(pixels).Transform(pixels);
        Row[] expected = Rows<Row>(model.Transform(rows));
        OnnxRow[] actual = Rows<OnnxRow>(applied);
        for (int i = 0; i < expected.Length; i++)
        {
            for (int c = 0; c < 3; c++)
                Assert.Equal(expected[i].Score[c], actual[i].Score[c], 1e-4f);
            Assert.Equal(expected[i].Predicted, actual[i].PredictedLabel[0]);
        }

        // A loaded model, and writing to a stream, give the same file.
        using MemoryStream stream = new();
        _context.Model.SaveResNetOnnx(_context.Model.Load(folder.File("model.zip"), out _), stream);
        Assert.Equal(file, stream.ToArray());
        OnnxStructure.Check(ModelProto.Parser.ParseFrom(file));
    }

    [Fact]
    public void EncodedImagesOfTheInputSizeNeedNoResizing()
    {
        using TemporaryFolder folder = new();
        EncodedRow[] rows = [.. DrawnImages.Classes.Select((name, i) => new EncodedRow
        {
            Label = name, Image = DrawnImages.Encoded(name, i, 16, 16), Path = folder.File($"{name}.png"),
        })];
        foreach (EncodedRow row in rows)
            File.WriteAllBytes(row.Path, row.Image);
        IDataView data = Tiny.Keyed(_context, rows);
        using ResNetClassifierTransformer model = Tiny.Fit(_context, data, options => options.Epochs = 1);
        string path = folder.File("model.onnx");
        _context.Model.SaveResNetOnnx(model, path);

        IDataView files = _context.Data.LoadFromEnumerable(rows.Select(row => new PathRow { Path = row.Path }));
        IDataView applied = _context.Transforms.LoadImages("Image", imageFolder: null, "Path")
            .Append(_context.Transforms.ResizeImages("Image", 16, 16))
            .Append(_context.Transforms.ExtractPixels("Image"))
            .Append(_context.Transforms.ApplyOnnxModel(path)).Fit(files).Transform(files);
        float[][] expected = Scores.Read(_context, model.Transform(data)), actual = Scores.Read(_context, applied);
        for (int i = 0; i < expected.Length; i++)
            for (int c = 0; c < 3; c++)
                Assert.Equal(expected[i][c], actual[i][c], 1e-4f);
    }

    [Fact]
    public void RejectsPipelinesWithoutExactlyOneClassifier()
    {
        using ResNetClassifierTransformer model =
            OnnxModel.Of(_context, TestNetworks.Small(ResNetShortcut.Projection));
        string Message(ITransformer given) =>
            Assert.Throws<ArgumentException>(() => OnnxModel.Bytes(_context, given)).Message;
        ITransformer other = _context.Transforms.CopyColumns("B", "Image").Fit(
            OnnxModel.View(_context, OnnxModel.Pixels(1)));
        Assert.Contains("has no residual network", Message(other), StringComparison.Ordinal);
        Assert.Contains(
            "has no residual network", Message(new TransformerChain<ITransformer>(other)), StringComparison.Ordinal);
        Assert.Contains(
            "several", Message(new TransformerChain<ITransformer>(model, new TransformerChain<ITransformer>(model))),
            StringComparison.Ordinal);
        Assert.NotEmpty(OnnxModel.Bytes(
            _context, new TransformerChain<ITransformer>(other, new TransformerChain<ITransformer>(model))));
    }

    [Fact]
    public void FailedExportsKeepTheOldFile()
    {
        using ResNetClassifierTransformer model =
            OnnxModel.Of(_context, TestNetworks.Small(ResNetShortcut.Projection));
        using TemporaryFolder folder = new();
        string path = folder.File("model.onnx");
        File.WriteAllText(path, "before");
        using ResNetClassifierTransformer views = model.WithTestTimeAugmentation(ResNetTestTimeAugmentation.Flip);
        Assert.Contains(
            "WithTestTimeAugmentation",
            Assert.Throws<InvalidOperationException>(() => _context.Model.SaveResNetOnnx(views, path)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _context.Model.SaveResNetOnnx(model, path, new() { ScoreName = "" }));
        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        _context.Model.SaveResNetOnnx(model, path);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        OnnxStructure.Check(ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)));
    }

    [Fact]
    public void RejectsModelsOverTwoGigabytesBeforeReadingThem()
    {
        ResNetArchitecture large = TestNetworks.Small(ResNetShortcut.Projection) with { StageWidths = [8, 8000] };
        using ResNetClassifierTransformer model = OnnxModel.Of(
            _context, TestNetworks.Small(ResNetShortcut.Projection), classifier => classifier with
            {
                Network = new ResNetModel(
                    large, OnnxModel.Size, OnnxModel.Size, 3, 5, classifier.Network.Normalization,
                    new HollowMemory((int)ResNetModel.ParameterCount(large, 3, 5)).Memory,
                    new float[ResNetModel.StatisticsCount(large, 3, 5)], weightsSha256: ""),
            });
        NotSupportedException error =
            Assert.Throws<NotSupportedException>(() => OnnxModel.Bytes(_context, model));
        Assert.Contains("2 GB", error.Message, StringComparison.Ordinal);
    }

    private T[] Rows<T>(IDataView data)
        where T : class, new() =>
        [.. _context.Data.CreateEnumerable<T>(data, reuseRowObject: false)];

    /// <summary>Memory with a length but no content.</summary>
    private sealed class HollowMemory(int length) : MemoryManager<float>
    {
        public override Memory<float> Memory => CreateMemory(length);

        public override Span<float> GetSpan() => throw new InvalidOperationException();

        public override MemoryHandle Pin(int elementIndex = 0) => throw new InvalidOperationException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class Row
    {
        public float[] Score { get; set; } = [];

        public string Predicted { get; set; } = "";
    }

    private sealed class OnnxRow
    {
        public float[] Score { get; set; } = [];

        public string[] PredictedLabel { get; set; } = [];
    }

    private sealed class PathRow
    {
        public string Path { get; set; } = "";
    }
}
