using Google.Protobuf;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Onnx;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Networks as PyTorch exports them become ours, and score as ONNX Runtime does.</summary>
public sealed class TorchvisionImportTests : IDisposable
{
    private const int Size = 64;

    private static readonly string[] Names = [.. Enumerable.Range(0, 6).Select(i => $"class {i}")];

    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void TorchvisionsNetworksAreRecognised(bool bottleneck, bool dynamo, bool fold)
    {
        ModelProto file = TorchvisionGraph.Write(new(dynamo, fold), bottleneck, Size, Names.Length, [2, 1, 2]);
        ResNetArchitecture expected = new()
        {
            Stem = ResNetStem.ImageNet with { Width = 8 },
            Block = bottleneck ? ResNetBlock.Bottleneck : ResNetBlock.Basic,
            StageDepths = [2, 1, 2],
            StageWidths = [8, 16, 32],
        };
        SameScores(file, expected);
    }

    [Fact]
    public void GroupsAreRecognised() => SameScores(
        TorchvisionGraph.Write(
            new(false, true), bottleneck: true, Size, Names.Length, [1, 1], groups: 4, innerFactor: 2),
        new()
        {
            Stem = ResNetStem.ImageNet with { Width = 8 },
            Block = ResNetBlock.Bottleneck,
            StageDepths = [1, 1],
            StageWidths = [8, 16],
            Groups = 4,
            InnerWidthFactor = 2,
        });

    // Of pixels from 0 to 1, as PyTorch's users write it, or from 0 to 255: images are the same.
    [Theory]
    [InlineData(1f)]
    [InlineData(255f)]
    public void ANormalisationInTheGraphIsFound(float largest)
    {
        ModelProto file = TorchvisionGraph.Write(new(true, true), false, Size, Names.Length, [1]);
        file.Graph.Node[0].Input[0] = "normalized";
        Add("Sub", "input", "centred", 0, [0.485f, 0.456f, 0.406f]);
        Add("Div", "centred", "normalized", 1, [0.229f, 0.224f, 0.225f]);
        string path = _folder.File("model.onnx");
        File.WriteAllBytes(path, file.ToByteArray());
        using ResNetClassifierTransformer model = _context.Model.LoadResNetOnnx(path, Names);
        ChannelNormalization found = model.Model.Network.Normalization;
        ChannelNormalization expected = ResNetPixelNormalization.ImageNet.ToChannels();
        Assert.Equal(expected.Mean, found.Mean, (a, b) => MathF.Abs(a - b) < 1e-4f);
        Assert.Equal(expected.StandardDeviation, found.StandardDeviation, (a, b) => MathF.Abs(a - b) < 1e-4f);

        // What is asked for counts for more.
        using ResNetClassifierTransformer other = _context.Model.LoadResNetOnnx(
            path, Names, new() { Normalization = new([0.5f, 0.5f, 0.5f], [0.25f, 0.25f, 0.25f]) });
        Assert.Equal(127.5f, other.Model.Network.Normalization.Mean[0]);

        void Add(string type, string x, string y, int at, float[] values)
        {
            TensorProto tensor = new() { Name = type + ".by", DataType = (int)TensorProto.Types.DataType.Float };
            tensor.FloatData.AddRange(values.Select(value => value * largest));
            tensor.Dims.AddRange([3L, 1, 1]);
            file.Graph.Initializer.Add(tensor);
            file.Graph.Node.Insert(
                at, new NodeProto { OpType = type, Name = type, Input = { x, tensor.Name }, Output = { y } });
        }
    }

    // A file without a normalization gets images that are normalized as ImageNet's.
    private void SameScores(ModelProto file, ResNetArchitecture expected)
    {
        byte[] bytes = file.ToByteArray();
        string path = _folder.File("model.onnx");
        File.WriteAllBytes(path, bytes);
        using ResNetClassifierTransformer model = _context.Model.LoadResNetOnnx(path, Names);
        Assert.Equal(expected, model.Architecture);
        Assert.Equal((Size, Size, 3), (model.ImageHeight, model.ImageWidth, model.ImageChannels));

        byte[][] images = OnnxModel.Bytes(3, Size);
        float[] logits = OnnxModel.Run<float, float>(bytes, "output", [.. images.Select(Normalized)], 3, Size, Size);
        float[][] scores = Scores.Read(_context, model.Transform(OnnxModel.View(_context, images, Size)));
        for (int row = 0; row < images.Length; row++)
        {
            double[] odds = [.. logits.Skip(row * Names.Length).Take(Names.Length).Select(logit => Math.Exp(logit))];
            Assert.InRange(odds.Max() / odds.Sum(), 0.2, 0.999); // there is something to compare
            for (int c = 0; c < odds.Length; c++)
                Assert.Equal(odds[c] / odds.Sum(), scores[row][c], 1e-5);
        }
    }

    private static float[] Normalized(byte[] image) => [.. image.Select((value, i) =>
    {
        int channel = i / (Size * Size);
        ResNetPixelNormalization normalization = ResNetPixelNormalization.ImageNet;
        return (value / 255f - normalization.Mean[channel]) / normalization.StandardDeviation[channel];
    })];
}
