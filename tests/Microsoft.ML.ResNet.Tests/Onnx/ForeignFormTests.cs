using Google.Protobuf;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Onnx;
using Xunit;
using static Microsoft.ML.ResNet.Onnx.TensorProto.Types;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Other forms of the same network are read as the same.</summary>
public sealed class ForeignFormTests : IDisposable
{
    private static readonly ResNetArchitecture Architecture = TestNetworks.Small(ResNetShortcut.Projection) with
    {
        Name = "Excited", SqueezeReduction = 2,
    };

    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Forms => [.. ForeignForm.All.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void TheFormDoesNotMatter(string form)
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Architecture, OnnxModel.OfBytes);
        // Of opset 18, whose ReduceMean has its axes as an input; labels need Add for what it is not.
        ModelProto file = OnnxModel.File(
            _context, model, new() { OpsetVersion = 18, PredictedLabel = ResNetOnnxPredictedLabel.None });
        ForeignForm.All[form](file);
        byte[] bytes = file.ToByteArray();
        string path = _folder.File("model.onnx");
        File.WriteAllBytes(path, bytes);

        using ResNetClassifierTransformer loaded = _context.Model.LoadResNetOnnx(path);

        Assert.Equal(Architecture, loaded.Architecture);
        byte[][] images = OnnxModel.Bytes(3);
        IDataView view = OnnxModel.View(_context, images);
        float[] expected = form == "Shuffled" // which runtimes refuse
            ? [.. Scores.Read(_context, model.Transform(view)).SelectMany(row => row)]
            : OnnxModel.Run<float, float>(
                bytes, "Score", [.. images.Select(image => image.Select(value => (float)value).ToArray())]);
        float[] actual = [.. Scores.Read(_context, loaded.Transform(view)).SelectMany(row => row)];
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Theory]
    [InlineData((int)DataType.Float16, 1e-2)]
    [InlineData((int)DataType.Bfloat16, 5e-2)]
    [InlineData((int)DataType.Double, 1e-6)]
    public void WeightsMayBeOfOtherSizes(int dataType, double tolerance)
    {
        DataType type = (DataType)dataType;
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Architecture, OnnxModel.OfBytes);
        foreach (bool raw in new[] { true, false })
        {
            ModelProto file = OnnxModel.File(_context, model);
            ForeignForm.Retype(file.Graph, type, (tensor, values) => Write(tensor, type, values, raw));
            string path = _folder.File($"{raw}.onnx");
            File.WriteAllBytes(path, file.ToByteArray());
            using ResNetClassifierTransformer loaded = _context.Model.LoadResNetOnnx(path);
            IDataView images = OnnxModel.View(_context, OnnxModel.Bytes(2));
            float[] expected = [.. Scores.Read(_context, model.Transform(images)).SelectMany(row => row)];
            float[] actual = [.. Scores.Read(_context, loaded.Transform(images)).SelectMany(row => row)];
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    public static TheoryData<ResNetArchitecture> Preactivated() =>
    [
        .. TestNetworks.All().Where(network => network.PreActivation),
        TestNetworks.Small(ResNetShortcut.None, maxPool: true) with { Name = "PooledPlain", PreActivation = true },
        TestNetworks.Small(ResNetShortcut.None, ResNetBlock.Bottleneck, maxPool: true) with
        {
            Name = "PooledExcitedPlain", PreActivation = true, SqueezeReduction = 2,
        },
    ];

    // Even the normalization before a block, where nothing else reads what is before it.
    [Theory]
    [MemberData(nameof(Preactivated))]
    public void NormalisationsBeforeBlocksMayBeFoldedToo(ResNetArchitecture architecture)
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, architecture, OnnxModel.OfBytes);
        ModelProto file = OnnxModel.File(_context, model, new() { FoldBatchNormalization = false });
        ForeignForm.Fold(file.Graph);
        string path = _folder.File("folded.onnx");
        File.WriteAllBytes(path, file.ToByteArray());
        using ResNetClassifierTransformer loaded = _context.Model.LoadResNetOnnx(path);
        if (architecture.Shortcut != ResNetShortcut.None || architecture.Stem.MaxPool)
            Assert.Equal(architecture, loaded.Architecture);
        IDataView images = OnnxModel.View(_context, OnnxModel.Bytes(2));
        float[] expected = [.. Scores.Read(_context, model.Transform(images)).SelectMany(row => row)];
        float[] actual = [.. Scores.Read(_context, loaded.Transform(images)).SelectMany(row => row)];
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    // As batch normalization of TensorFlow has it, and smaller than ours with a variance that is smaller still.
    [Theory]
    [InlineData(1e-3f, 0.5f)]
    [InlineData(1e-7f, 1e-6f)]
    public void AnotherEpsilonComesToTheSame(float epsilon, float variance)
    {
        float[] gamma = [0.5f, -2], variances = [variance, 4 * variance];
        float[] ours = OtherEpsilon.Variance([.. variances], epsilon);
        float[] scales = OtherEpsilon.Gamma([.. gamma], variances, epsilon);
        for (int c = 0; c < gamma.Length; c++)
        {
            double expected = gamma[c] / Math.Sqrt((double)variances[c] + epsilon);
            double actual = scales[c] / Math.Sqrt((double)ours[c] + BatchNormalization.Epsilon);
            Assert.Equal(1, actual / expected, 1e-6);
            Assert.True(ours[c] >= 0);
        }
    }

    private static void Write(TensorProto tensor, DataType type, float[] values, bool raw)
    {
        byte[] Bytes(float value) => type switch
        {
            DataType.Float16 => BitConverter.GetBytes((Half)value),
            DataType.Bfloat16 => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)),
            _ => BitConverter.GetBytes((double)value),
        };
        if (raw)
            tensor.RawData = ByteString.CopyFrom([.. values.SelectMany(Bytes)]);
        else if (type == DataType.Double)
            tensor.DoubleData.AddRange(values.Select(value => (double)value));
        else
            tensor.Int32Data.AddRange(values.Select(value => (int)BitConverter.ToUInt16(Bytes(value))));
    }
}
