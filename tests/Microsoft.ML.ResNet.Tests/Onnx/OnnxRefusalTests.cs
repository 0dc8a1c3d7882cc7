using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.ResNet.Onnx;
using Xunit;
using static Microsoft.ML.ResNet.Onnx.TensorProto.Types;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>What is no network of ours is refused by the first node, or the tensor, that does not fit.</summary>
public sealed class OnnxRefusalTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _names = ["a", "b", "c"];

    private string FilePath => _folder.File("model.onnx");

    public void Dispose() => _folder.Dispose();

    private static readonly Dictionary<string, (Action<GraphProto> Change, string[] Message)> s_changes = new()
    {
        ["another activation"] = (
            graph => Node(graph, "/layer1/layer1.0/relu/Relu").OpType = "LeakyRelu",
            ["'/layer1/layer1.0/relu/Relu' (LeakyRelu)", "Add that ends the block"]),
        ["a concatenation"] = (
            graph => Node(graph, "/layer1/layer1.0/Add/Add").OpType = "Concat",
            ["'/layer1/layer1.0/Add/Add' (Concat)", "Add that ends the block"]),
        ["dilations"] = (
            graph => Ints(graph, "/layer1/layer1.0/conv1/Conv", "dilations", 2, 2),
            ["'/layer1/layer1.0/conv1/Conv' (Conv)", "dilations of [2, 2]"]),
        ["no padding"] = (
            graph => Ints(graph, "/layer1/layer1.0/conv1/Conv", "pads", 0, 0, 0, 0), ["pads of [0, 0, 0, 0]"]),
        ["strides that differ"] = (
            graph => Ints(graph, "/conv1/Conv", "strides", 2, 1), ["'/conv1/Conv' (Conv)", "strides of [2, 1]"]),
        ["a stride inside a stage"] = (
            graph => Ints(graph, "/layer1/layer1.0/conv1/Conv", "strides", 2, 2),
            ["'/layer1/layer1.0/conv1/Conv' (Conv)", "first stage"]),
        ["a kernel_shape that is not the weights'"] = (
            graph => Ints(graph, "/conv1/Conv", "kernel_shape", 3, 3), ["kernel_shape of [3, 3]"]),
        ["groups that are not those of the architecture"] = (
            graph =>
            {
                Int(graph, "/layer1/layer1.0/conv2/Conv", "group", 2);
                Reshape(graph, "layer1.layer1.0.conv2.weight", 8, 4, 3, 3);
                Tensor(graph, "layer1.layer1.0.conv2.weight").RawData = ByteString.CopyFrom(new byte[4 * 288]);
            },
            ["'/layer1/layer1.0/conv2/Conv' (Conv)", "2 groups", "asks for 8 to 8"]),
        ["training mode"] = (
            graph => Int(graph, "/bn1/BatchNormalization", "training_mode", 1),
            ["'/bn1/BatchNormalization'", "model.eval()"]),
        ["another pooling in the stem"] = (
            graph => Int(graph, "/maxpool/MaxPool", "ceil_mode", 1), ["'/maxpool/MaxPool' (MaxPool)", "ceil_mode"]),
        ["the largest instead of the mean"] = (
            graph => Node(graph, "/avgpool/GlobalAveragePool").OpType = "GlobalMaxPool",
            ["'/avgpool/GlobalAveragePool' (GlobalMaxPool)", "global average pooling"]),
        ["a second layer at the end"] = (
            graph =>
            {
                Node(graph, "/fc/Gemm").Output[0] = "logits";
                graph.Node.Add(new NodeProto
                {
                    OpType = "Relu", Name = "more", Input = { "logits" }, Output = { "output" },
                });
            },
            ["'more' (Relu)", "no part of a path"]),
        ["a quantised network"] = (
            graph => Node(graph, "/layer1/layer1.0/relu/Relu").OpType = "QuantizeLinear",
            ["(QuantizeLinear)", "floating-point"]),
        ["an operator of another domain"] = (
            graph => Node(graph, "/layer1/layer1.0/relu/Relu").Domain = "com.acme", ["(com.acme.Relu)"]),
        ["weights that are computed"] = (
            graph =>
            {
                Node(graph, "/conv1/Conv").Input[1] = "computed";
                graph.Node.Insert(0, new NodeProto
                {
                    OpType = "Abs", Name = "abs", Input = { "conv1.weight" }, Output = { "computed" },
                });
            },
            ["'/conv1/Conv' (Conv)", "'computed'", "constant"]),
        ["weights of images"] = (
            graph => Node(graph, "/conv1/Conv").Input[1] = "input", ["'/conv1/Conv'"]),
        ["a missing initializer"] = (
            graph => graph.Initializer.Remove(Tensor(graph, "conv1.weight")),
            ["'/conv1/Conv'", "'conv1.weight'", "incomplete"]),
        ["two initializers of a name"] = (
            graph => graph.Initializer.Add(Tensor(graph, "fc.bias").Clone()), ["Two tensors", "'fc.bias'"]),
        ["a value that is given twice"] = (
            graph => Node(graph, "/fc/Gemm").Output[0] = "/relu/Relu_output_0", ["'/fc/Gemm'", "gives the value"]),
        ["a circle"] = (
            graph => Node(graph, "/conv1/Conv").Input[0] = "/layer1/layer1.0/relu/Relu_output_0",
            ["'/conv1/Conv'", "in a circle"]),
        ["two inputs"] = (
            graph => graph.Input.Add(new ValueInfoProto { Name = "second" }), ["2 inputs", "'second'"]),
        ["weights of integers"] = (
            graph => Tensor(graph, "conv1.weight").DataType = (int)DataType.Int32,
            ["'conv1.weight' of Int32", "floating-point"]),
        ["fewer bytes than the shape takes"] = (
            graph => Tensor(graph, "fc.weight").RawData = ByteString.CopyFrom(new byte[12]),
            ["'fc.weight'", "12 bytes"]),
        ["dimensions that no file holds"] = (
            graph => Reshape(graph, "fc.weight", 1L << 40, 1L << 40), ["'fc.weight'", "no tensor of a network"]),
        ["large dimensions of few bytes"] = (
            graph => Reshape(graph, "fc.weight", 20_000, 20_000), ["'fc.weight'", "1,600,000,000 bytes"]),
        ["a negative dimension"] = (graph => Reshape(graph, "fc.weight", -3, -8), ["'fc.weight'"]),
        ["shared weights"] = (
            graph => Node(graph, "/layer1/layer1.0/conv2/Conv").Input[1] =
                Node(graph, "/layer1/layer1.0/conv1/Conv").Input[1],
            ["'/layer1/layer1.0/conv2/Conv'", "shares its weights"]),
        ["channels that do not go together"] = (
            graph => Reshape(graph, "layer1.layer1.0.conv2.weight", 4, 16, 3, 3),
            ["'/layer1/layer1.0/Add/Add'", "from 8 to 4 channels"]),
        ["a mean over other axes"] = (
            graph =>
            {
                Node(graph, "/avgpool/GlobalAveragePool").OpType = "ReduceMean";
                Ints(graph, "/avgpool/GlobalAveragePool", "axes", 1, 2);
            },
            ["'/avgpool/GlobalAveragePool' (ReduceMean)", "axes [1, 2]"]),
        ["values that are not finite"] = (
            graph => Tensor(graph, "fc.bias").RawData = ByteString.CopyFrom(
                MemoryMarshal.AsBytes<float>([0, float.NaN, 0])),
            ["'fc.bias'", "not finite"]),
        ["weights whose products overflow"] = (
            graph => Tensor(graph, "fc.bias").RawData = ByteString.CopyFrom(
                MemoryMarshal.AsBytes<float>([0, 5e36f, 0])),
            ["'fc.bias'", "products of such values overflow"]),
    };

    public static TheoryData<string> Changes => [.. s_changes.Keys];

    [Theory]
    [MemberData(nameof(Changes))]
    public void TheFirstThatDoesNotFitIsNamed(string change)
    {
        ModelProto file = TorchvisionGraph.Write(new(Dynamo: false, Fold: false), false, 32, _names.Length, [1]);
        Write(file);
        _context.Model.LoadResNetOnnx(FilePath, _names).Dispose(); // before
        s_changes[change].Change(file.Graph);
        Write(file);
        string message = Refused();
        Assert.Contains(FilePath, message, StringComparison.Ordinal);
        Assert.All(s_changes[change].Message, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void OtherFilesAreRefused()
    {
        File.WriteAllBytes(FilePath, []);
        Refused();
        File.WriteAllText(FilePath, "no network");
        Refused();
        ModelProto file = TorchvisionGraph.Write(new(false, false), false, 32, _names.Length, [1]);
        byte[] bytes = file.ToByteArray();
        File.WriteAllBytes(FilePath, bytes[..(bytes.Length / 2)]);
        Assert.Contains("cut off", Refused(), StringComparison.Ordinal);
        file.OpsetImport[0].Version = 6;
        Write(file);
        Assert.Contains("newer opset", Refused(), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => _context.Model.LoadResNetOnnx(_folder.File("none.onnx")));
    }

    [Fact]
    public void AnotherArchitectureIsToldByItsTensors()
    {
        Write(TorchvisionGraph.Write(new(false, false), false, 32, _names.Length, [1]));
        ResNetClassifierEstimator.Options options = new() { Architecture = ResNetArchitecture.ResNet18 };
        string message = Assert.Throws<InvalidDataException>(
            () => _context.Model.LoadResNetWeights(FilePath, _names, options)).Message;
        Assert.Contains("not those of ResNet18, but those of Custom", message, StringComparison.Ordinal);
        Assert.Contains("Missing: layer1.1.conv1.weight", message, StringComparison.Ordinal);
        Assert.Contains("conv1.weight is [8, 3, 7, 7] instead of [64, 3, 7, 7]", message, StringComparison.Ordinal);

        // The same tensors, but other strides.
        using ResNetClassifierTransformer loaded = _context.Model.LoadResNetWeights(FilePath, _names);
        options.Architecture = loaded.Architecture with { Stem = loaded.Architecture.Stem with { Stride = 1 } };
        message = Assert.Throws<InvalidDataException>(
            () => _context.Model.LoadResNetWeights(FilePath, _names, options)).Message;
        Assert.Contains("stem, strides or shortcuts", message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesMustBeThere()
    {
        Write(TorchvisionGraph.Write(new(false, false), false, 32, _names.Length, [1]));
        Assert.Contains("names", Assert.Throws<ArgumentException>(
            () => _context.Model.LoadResNetOnnx(FilePath)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _context.Model.LoadResNetOnnx(FilePath, ["a", "b"]));
    }

    private string Refused() => Assert.Throws<InvalidDataException>(
        () => _context.Model.LoadResNetOnnx(FilePath, _names)).Message;

    private void Write(ModelProto file) => File.WriteAllBytes(FilePath, file.ToByteArray());

    private static NodeProto Node(GraphProto graph, string name) => graph.Node.Single(node => node.Name == name);

    private static TensorProto Tensor(GraphProto graph, string name) =>
        graph.Initializer.First(tensor => tensor.Name == name);

    private static void Reshape(GraphProto graph, string name, params long[] shape)
    {
        Tensor(graph, name).Dims.Clear();
        Tensor(graph, name).Dims.AddRange(shape);
    }

    private static void Int(GraphProto graph, string name, string attribute, long value)
    {
        NodeProto node = Node(graph, name);
        Remove(node, attribute);
        node.Attribute.Add(new AttributeProto { Name = attribute, I = value });
    }

    private static void Ints(GraphProto graph, string name, string attribute, params long[] values)
    {
        NodeProto node = Node(graph, name);
        Remove(node, attribute);
        AttributeProto ints = new() { Name = attribute };
        ints.Ints.AddRange(values);
        node.Attribute.Add(ints);
    }

    private static void Remove(NodeProto node, string attribute)
    {
        if (node.Attribute.FirstOrDefault(a => a.Name == attribute) is { } old)
            node.Attribute.Remove(old);
    }
}
