using System.Globalization;
using System.Text.Json;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Onnx;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Tests the outputs for classes: kinds of predictions, thresholds, names.</summary>
public sealed class OnnxLabelTests
{
    private static readonly ResNetArchitecture Architecture = TestNetworks.Small(ResNetShortcut.None);

    private readonly MLContext _context = new(seed: 1);
    private readonly float[][] _pixels = OnnxModel.Pixels(24);

    [Fact]
    public void AllKindsOfPredictionsEqualTheModels()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Architecture);
        CheckPredictions(model);
    }

    [Fact]
    public void PredictsNoClassBelowTheThreshold()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Architecture);
        float[] best = [.. Scores.Read(_context, model.Transform(View())).Select(row => row.Max())];
        using ResNetClassifierTransformer sure = model.WithUnknownThreshold(best.Order().ElementAt(12));
        long[] keys = CheckPredictions(sure);
        Assert.Equal(12, keys.Count(key => key == 0));
    }

    [Fact]
    public void MultiLabelModelsGiveSigmoidsAndBooleans()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(
            _context, Architecture, classifier => classifier with { Rule = new(IsMultiLabel: true, 0.5f) });
        float[][] expected = Scores.Read(_context, model.Transform(View()));
        Assert.Contains(expected, row => row.Sum() > 1.2f);
        using TemporaryFolder folder = new();
        string path = folder.File("model.onnx");
        foreach (float threshold in new[] { 0.5f, 0.9f })
        {
            using ResNetClassifierTransformer chosen = model.WithLabelThreshold(threshold);
            _context.Model.SaveResNetOnnx(chosen, path);
            ModelProto file = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
            OnnxStructure.Check(file);
            Assert.Equal("sigmoid", Metadata(file)["probabilities"]);
            Assert.Equal(threshold, float.Parse(Metadata(file)["threshold"], CultureInfo.InvariantCulture));
            LabelsRow[] rows = [.. _context.Data.CreateEnumerable<LabelsRow>(
                _context.Transforms.ApplyOnnxModel(path).Fit(View()).Transform(View()), reuseRowObject: false)];
            for (int i = 0; i < rows.Length; i++)
            {
                for (int c = 0; c < OnnxModel.Classes.Length; c++)
                    Assert.Equal(expected[i][c], rows[i].Score[c], 1e-4f);
                Assert.Equal(expected[i].Select(probability => probability >= threshold), rows[i].PredictedLabel);
            }
        }
    }

    [Fact]
    public void ClassNamesAreInSlotNamesAndMetadata()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Architecture);
        using TemporaryFolder folder = new();
        string path = folder.File("model.onnx");
        _context.Model.SaveResNetOnnx(model, path);
        DataViewSchema schema = _context.Transforms.ApplyOnnxModel(path).Fit(View()).Transform(View()).Schema;
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Score"].GetSlotNames(ref names);
        Assert.Equal(OnnxModel.Classes, names.DenseValues().Select(name => name.ToString()));

        Dictionary<string, string> metadata = Metadata(ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)));
        Assert.Equal(OnnxModel.Classes, JsonSerializer.Deserialize<string[]>(metadata["classes"]));
        Assert.Equal(Architecture.Name, metadata["architecture"]);
        Assert.Equal("softmax", metadata["probabilities"]);
    }

    [Fact]
    public void ClassNamesCanBeEmptyOrEqual()
    {
        string[] names = ["", "oak", "oak", " ", "\n"];
        using ResNetClassifierTransformer model = OnnxModel.Of(
            _context, Architecture, classifier => classifier with { Classes = ClassLabels.FromNames(names) });
        byte[] file = OnnxModel.Bytes(_context, model);
        long[] places = Run<long>(model, ResNetOnnxPredictedLabel.Index);
        Assert.Equal(
            places.Select(place => names[place]), OnnxModel.Run<string, float>(file, "PredictedLabel", _pixels));

        // The import reads the names back.
        using TemporaryFolder folder = new();
        _context.Model.SaveResNetOnnx(model, folder.File("model.onnx"));
        _context.Model.SaveResNetWeights(model, folder.File("model.safetensors"));
        ResNetClassifierEstimator.Options options = new()
        {
            Architecture = Architecture, ImageHeight = OnnxModel.Size, ImageWidth = OnnxModel.Size,
        };
        foreach (string name in new[] { "model.onnx", "model.safetensors" })
        {
            using ResNetClassifierTransformer read =
                _context.Model.LoadResNetWeights(folder.File(name), classNames: null, options);
            Assert.Equal(names, read.ClassNames);
            Assert.Equal([0, 1, 2, 3, 4], read.Model.Classes.IndicesIn(model.Model.Classes));
        }
        string[] given = ["a", "b", "c", "b", "d"];
        using ResNetClassifierTransformer renamed = _context.Model.LoadResNetWeights(folder.File("model.onnx"), given, options);
        Assert.Equal(given, renamed.ClassNames);
    }

    [Fact]
    public void FilesCanAvoidOperatorsOfAiOnnxMl()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Architecture);
        ModelProto file = OnnxModel.File(_context, model, new()
        {
            PredictedLabel = ResNetOnnxPredictedLabel.None, SlotNames = false,
        });
        OnnxStructure.Check(file);
        Assert.Equal([""], file.OpsetImport.Select(import => import.Domain));
        Assert.Equal(["Score"], file.Graph.Output.Select(output => output.Name));
    }

    // Compares all kinds with the model's own column; returns its keys.
    private long[] CheckPredictions(ResNetClassifierTransformer model)
    {
        KeyRow[] rows =
            [.. _context.Data.CreateEnumerable<KeyRow>(model.Transform(View()), reuseRowObject: false)];
        long[] keys = [.. rows.Select(row => (long)row.PredictedLabel)];
        Assert.True(keys.Distinct().Count() > 1);
        Assert.Equal(keys, Run<uint>(model, ResNetOnnxPredictedLabel.Key).Select(key => (long)key));
        Assert.Equal(keys.Select(key => key - 1), Run<long>(model, ResNetOnnxPredictedLabel.Index));
        Assert.Equal(
            keys.Select(key => key == 0 ? "" : OnnxModel.Classes[key - 1]),
            Run<string>(model, ResNetOnnxPredictedLabel.ClassName));
        return keys;
    }

    private T[] Run<T>(ResNetClassifierTransformer model, ResNetOnnxPredictedLabel kind)
    {
        byte[] file = OnnxModel.Bytes(_context, model, new() { PredictedLabel = kind });
        OnnxStructure.Check(ModelProto.Parser.ParseFrom(file));
        return OnnxModel.Run<T, float>(file, "PredictedLabel", _pixels);
    }

    private IDataView View() => OnnxModel.View(_context, _pixels);

    private static Dictionary<string, string> Metadata(ModelProto file) =>
        file.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);

    private sealed class KeyRow
    {
        [KeyType(5)]
        public uint PredictedLabel { get; set; }
    }

    private sealed class LabelsRow
    {
        public float[] Score { get; set; } = [];

        public bool[] PredictedLabel { get; set; } = [];
    }
}
