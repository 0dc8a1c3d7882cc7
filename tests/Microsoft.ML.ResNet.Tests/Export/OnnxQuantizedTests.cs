using Microsoft.ML.ResNet.Onnx;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Files of quantized models give the models' results.</summary>
public sealed class OnnxQuantizedTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<ResNetArchitecture> Architectures => TestNetworks.Every();

    [Theory]
    [MemberData(nameof(Architectures))]
    public void QuantizedFilesGiveTheModelsScores(ResNetArchitecture architecture)
    {
        using ResNetClassifierTransformer single = OnnxModel.Of(_context, architecture);
        float[][] pixels = OnnxModel.Pixels(24);
        IDataView images = OnnxModel.View(_context, pixels);
        using ResNetClassifierTransformer bytes = single.Quantize(images);
        float[][] expected = Scores.Read(_context, bytes.Transform(images));
        Assert.NotEqual(expected, Scores.Read(_context, single.Transform(images)));

        // If the file rounds the same values as the model, only sums halfway between two bytes may round differently,
        // which is visible in networks with so few channels.
        (double most, double mean) = Deviation(bytes, pixels, expected, quantizeSums: false);
        Assert.InRange(most, 0, 0.015);
        Assert.InRange(mean, 0, 0.002);
        (most, mean) = Deviation(bytes, pixels, expected, quantizeSums: true);
        Assert.InRange(most, 0, 0.08);
        Assert.InRange(mean, 0, 0.01);
    }

    [Fact]
    public void DynamicBatchesAndCustomNamesWorkWithApplyOnnxModel()
    {
        using ResNetClassifierTransformer single =
            OnnxModel.Of(_context, TestNetworks.Small(ResNetShortcut.Projection));
        float[][] pixels = OnnxModel.Pixels(4);
        IDataView images = OnnxModel.View(_context, pixels);
        using ResNetClassifierTransformer bytes = single.Quantize(images);
        using TemporaryFolder folder = new();
        string path = folder.File("model.onnx");
        _context.Model.SaveResNetOnnx(bytes, path);
        float[][] one = Scores.Read(_context, _context.Transforms.ApplyOnnxModel(path).Fit(images).Transform(images));
        float[] all = OnnxModel.Run<float, float>(File.ReadAllBytes(path), "Score", pixels);
        Assert.Equal(one.SelectMany(row => row), all);
    }

    [Fact]
    public void OnlyQuantizedModelsHaveInt8Weights()
    {
        using ResNetClassifierTransformer single = OnnxModel.Of(_context, TestNetworks.Small(ResNetShortcut.Projection));
        using ResNetClassifierTransformer bytes = single.Quantize(OnnxModel.View(_context, OnnxModel.Pixels(4)));
        GraphProto graph = OnnxModel.File(_context, bytes).Graph;
        Dictionary<string, NodeProto> makers = graph.Node.ToDictionary(node => node.Output[0]);
        Assert.All(
            graph.Node.Where(node => node.OpType == "Conv"), node => Assert.All(
                node.Input.Take(2), input => Assert.Equal("DequantizeLinear", makers[input].OpType)));

        byte[] expected = OnnxModel.Bytes(_context, single);
        Assert.Equal(expected, OnnxModel.Bytes(_context, single.WithPrecision(ResNetPrecision.BFloat16)));
        Assert.Equal(expected, OnnxModel.Bytes(_context, bytes.WithPrecision(ResNetPrecision.Float32)));
    }

    private (double Most, double Mean) Deviation(
        ResNetClassifierTransformer model, float[][] pixels, float[][] expected, bool quantizeSums)
    {
        byte[] file = OnnxModel.Bytes(_context, model, new() { QuantizeSums = quantizeSums });
        OnnxStructure.Check(ModelProto.Parser.ParseFrom(file));
        float[] actual = OnnxModel.Run<float, float>(file, "Score", pixels);
        double[] differences =
            [.. expected.SelectMany(row => row).Zip(actual).Select(pair => Math.Abs((double)pair.First - pair.Second))];
        return (differences.Max(), differences.Average());
    }
}
