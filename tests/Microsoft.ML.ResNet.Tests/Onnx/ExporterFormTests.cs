using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Onnx;
using Xunit;
using static Microsoft.ML.ResNet.Onnx.TensorProto.Types;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Graphs in the forms that Keras, MXNet, Caffe2, Paddle and CNTK give them score as ONNX Runtime says.</summary>
public sealed class ExporterFormTests : IDisposable
{
    private const int Size = 64, Classes = 6;

    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Forms => ["Keras", "KerasInterleavedPool", "MXNet", "Caffe2", "Paddle", "CNTK"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void FormsAreRead(string form)
    {
        ModelProto file = TorchvisionGraph.Write(new(false, Fold: false), bottleneck: true, Size, Classes, [2, 1, 2]);
        switch (form)
        {
            case "Keras":
            case "KerasInterleavedPool":
                ToKeras(file.Graph, form == "Keras");
                break;
            case "MXNet":
                AddBiases(file.Graph);
                file.Graph.Input.AddRange(file.Graph.Initializer.Select(tensor => new ValueInfoProto { Name = tensor.Name }));
                break;
            case "Caffe2":
                ToCaffe2(file.Graph);
                break;
            case "Paddle":
                ForeignForm.All["MatMul"](file);
                ForeignForm.All["Constants"](file);
                Unused(file.Graph);
                break;
            default:
                ToCntk(file.Graph);
                break;
        }
        ScoresAreOnnxRuntimes(file, isInterleaved: form.StartsWith("Keras", StringComparison.Ordinal));
    }

    // CNTK's pads on odd sizes give fewer windows, TensorFlow's SAME on even ones others.
    [Theory]
    [InlineData(65, new long[] { 3, 3, 2, 2 }, "give 32x32 windows")]
    [InlineData(64, new long[] { 2, 2, 3, 3 }, "the centres of the windows are other pixels")]
    public void PadsThatGiveOtherWindowsAreRefused(int size, long[] pads, string reason)
    {
        ModelProto file = TorchvisionGraph.Write(new(false, Fold: false), false, size, Classes, [1]);
        SetPads(file.Graph.Node.First(node => node.OpType == "Conv"), pads);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Load(file)).Message);
    }

    public static TheoryData<string, float[], float[], ResNetChannelOrder> Preprocessings => new()
    {
        // What a mean of bytes and no deviation means: pixels from 0 to 255.
        { "sub", [123.15f, 115.90f, 103.06f], [1, 1, 1], ResNetChannelOrder.Rgb },
        { "sub blue first", [123.68f, 116.779f, 103.939f], [1, 1, 1], ResNetChannelOrder.Bgr },
        { "gather", [123.68f, 116.779f, 103.939f], [1, 1, 1], ResNetChannelOrder.Bgr },
        { "slice", [110, 120, 130], [60, 61, 62], ResNetChannelOrder.Bgr },
        { "mean image", [123.15f, 115.90f, 103.06f], [1, 1, 1], ResNetChannelOrder.Bgr },
        { "unit", [0.485f * 255, 0.456f * 255, 0.406f * 255], [0.229f * 255, 0.224f * 255, 0.225f * 255], ResNetChannelOrder.Rgb },
        { "symmetric", [127.5f, 127.5f, 127.5f], [127.5f, 127.5f, 127.5f], ResNetChannelOrder.Rgb },
    };

    [Theory]
    [MemberData(nameof(Preprocessings))]
    public void PreprocessingIsReadFromTheGraph(string form, float[] mean, float[] deviation, ResNetChannelOrder order)
    {
        ModelProto file = TorchvisionGraph.Write(new(false, Fold: false), false, Size, Classes, [1]);
        float[] ofConvolution = order == ResNetChannelOrder.Bgr ? [.. mean.Reverse()] : mean;
        float[] scales = order == ResNetChannelOrder.Bgr ? [.. deviation.Reverse()] : deviation;
        List<NodeProto> nodes = [];
        string x = "input";
        void Add(string type, string[] more, params AttributeProto[] attributes)
        {
            NodeProto node = new() { OpType = type, Name = $"before{nodes.Count}", Input = { x }, Output = { $"before{nodes.Count}" } };
            node.Input.AddRange(more);
            node.Attribute.AddRange(attributes);
            nodes.Add(node);
            x = node.Output[0];
        }
        if (form is "gather" or "mean image")
            Add("Gather", [Constant(file.Graph, "order", [2L, 1, 0], 3)], Int("axis", 1));
        if (form == "slice")
        {
            Add("Slice",
            [
                Constant(file.Graph, "starts", [-1L], 1), Constant(file.Graph, "ends", [-1000L], 1),
                Constant(file.Graph, "axes", [1L], 1), Constant(file.Graph, "steps", [-1L], 1),
            ]);
        }
        float unit = form is "unit" ? 255 : 1;
        string means = form == "mean image"
            ? Constant(
                file.Graph, "mean",
                [.. ofConvolution.SelectMany(value => Enumerable.Range(0, Size * Size).Select(i => value + (i % 2 == 0 ? 9 : -9)))],
                1, 3, Size, Size)
            : Constant(file.Graph, "mean", [.. ofConvolution.Select(value => value / unit)], 3, 1, 1);
        Add("Sub", [means]);
        if (deviation[0] != 1)
            Add("Div", [Constant(file.Graph, "deviation", [.. scales.Select(value => value / unit)], 3, 1, 1)]);
        file.Graph.Node.First(node => node.OpType == "Conv").Input[0] = x;
        for (int i = nodes.Count - 1; i >= 0; i--)
            file.Graph.Node.Insert(0, nodes[i]);

        using ResNetClassifierTransformer loaded = Load(file);
        ChannelNormalization found = loaded.Model.Network.Normalization;
        Assert.Equal(mean, found.Mean, (a, b) => MathF.Abs(a - b) < 0.01f);
        Assert.Equal(deviation, found.StandardDeviation, (a, b) => MathF.Abs(a - b) < 0.01f);
        if (form == "mean image")
            return; // which is not honoured
        byte[][] images = OnnxModel.Bytes(3, Size);
        // Where the graph does not reverse images, blue comes first in what it is given.
        bool takesBlue = form == "sub blue first";
        float[] logits = OnnxModel.Run<float, float>(
            file.ToByteArray(), "output",
            [.. images.Select(image => (takesBlue ? ReversePlanes(image) : image).Select(value => value / unit).ToArray())],
            3, Size, Size);
        AssertScores(logits, images, loaded);
    }

    private static byte[] ReversePlanes(byte[] image)
    {
        int plane = Size * Size;
        return [.. image[(2 * plane)..], .. image[plane..(2 * plane)], .. image[..plane]];
    }

    // MXNet's batch normalization of images acts on images that are normalized already.
    [Fact]
    public void ANormalisationOfNormalisedImagesIsAddedToTheUsualOne()
    {
        ModelProto file = TorchvisionGraph.Write(new(false, Fold: false), false, Size, Classes, [1]);
        GraphProto graph = file.Graph;
        graph.Node.Insert(0, new NodeProto
        {
            OpType = "BatchNormalization", Name = "data", Output = { "normalized" },
            Input =
            {
                "input", Constant(graph, "gamma", [1f, 1, 1], 3), Constant(graph, "beta", [0f, 0, 0], 3),
                Constant(graph, "mean", [0.1f, -0.1f, 0], 3), Constant(graph, "variance", [1.21f, 1, 0.81f], 3),
            },
        });
        graph.Node[1].Input[0] = "normalized";
        using ResNetClassifierTransformer loaded = Load(file);
        ChannelNormalization found = loaded.Model.Network.Normalization;
        Assert.Equal((0.485f + 0.229f * 0.1f) * 255, found.Mean[0], 1e-2);
        Assert.Equal(0.229f * 1.1f * 255, found.StandardDeviation[0], 1e-2);
    }

    private void ScoresAreOnnxRuntimes(ModelProto file, bool isInterleaved)
    {
        using ResNetClassifierTransformer loaded = Load(file);
        Assert.Equal([2, 1, 2], loaded.Architecture.StageDepths);
        byte[][] images = OnnxModel.Bytes(3, Size);
        ResNetPixelNormalization normalization = ResNetPixelNormalization.ImageNet;
        float[] Prepare(byte[] image)
        {
            int plane = Size * Size;
            float[] planes = [.. image.Select((value, i) =>
                (value / 255f - normalization.Mean[i / plane]) / normalization.StandardDeviation[i / plane])];
            return isInterleaved ? [.. planes.Select((_, i) => planes[i % 3 * plane + i / 3])] : planes;
        }
        int[] shape = isInterleaved ? [Size, Size, 3] : [3, Size, Size];
        AssertScores(
            OnnxModel.Run<float, float>(file.ToByteArray(), "output", [.. images.Select(Prepare)], shape), images, loaded);
    }

    private void AssertScores(float[] logits, byte[][] images, ResNetClassifierTransformer loaded)
    {
        float[][] scores = Scores.Read(_context, loaded.Transform(OnnxModel.View(_context, images, Size)));
        for (int row = 0; row < images.Length; row++)
        {
            double[] values = [.. logits.Skip(row * Classes).Take(Classes).Select(value => (double)value)];
            double[] odds = [.. values.Select(value => Math.Exp(value - values.Max()))];
            for (int c = 0; c < odds.Length; c++)
                Assert.Equal(odds[c] / odds.Sum(), scores[row][c], 1e-4);
        }
    }

    private ResNetClassifierTransformer Load(ModelProto file)
    {
        string path = _folder.File("model.onnx");
        File.WriteAllBytes(path, file.ToByteArray());
        return _context.Model.LoadResNetOnnx(path, [.. Enumerable.Range(0, Classes).Select(i => $"class {i}")]);
    }

    // Channels last, a Pad before the stem's layers, biases, an epsilon of 1.001e-5, MatMul and Add.
    private static void ToKeras(GraphProto graph, bool poolsPlanes)
    {
        AddBiases(graph);
        foreach (NodeProto node in graph.Node.Where(node => node.OpType == "BatchNormalization"))
            node.Attribute.First(attribute => attribute.Name == "epsilon").F = 1.001e-5f;
        var dimensions = graph.Input[0].Type.TensorType.Shape.Dim;
        (dimensions[1], dimensions[2], dimensions[3]) = (dimensions[2].Clone(), dimensions[3].Clone(), dimensions[1].Clone());
        NodeProto convolution = graph.Node.First(node => node.OpType == "Conv");
        NodeProto pool = graph.Node.First(node => node.OpType == "MaxPool");
        graph.Node.Insert(0, new NodeProto
        {
            OpType = "Transpose", Name = "transpose", Input = { "input" }, Output = { "planes" }, Attribute = { Ints("perm", 0, 3, 1, 2) },
        });
        convolution.Input[0] = "planes";
        Pad(graph, convolution, 3);
        Pad(graph, pool, 1);
        NodeProto mean = graph.Node.First(node => node.OpType == "GlobalAveragePool");
        NodeProto flatten = graph.Node.First(node => node.OpType == "Flatten");
        if (!poolsPlanes)
        {
            graph.Node.Insert(graph.Node.IndexOf(mean), new NodeProto
            {
                OpType = "Transpose", Name = "back", Input = { mean.Input[0] }, Output = { "back" },
                Attribute = { Ints("perm", 0, 2, 3, 1) },
            });
            mean.Input[0] = "back";
        }
        mean.OpType = "ReduceMean";
        mean.Attribute.Add(Ints("axes", poolsPlanes ? [2, 3] : [1, 2]));
        mean.Attribute.Add(Int("keepdims", 0));
        mean.Output[0] = flatten.Output[0];
        graph.Node.Remove(flatten);
    }

    private static void Pad(GraphProto graph, NodeProto node, long pad)
    {
        string padded = node.Name + "_pad";
        graph.Node.Insert(graph.Node.IndexOf(node), new NodeProto
        {
            OpType = "Pad", Name = padded, Output = { padded },
            Input =
            {
                node.Input[0], Constant(graph, padded + ".pads", [0, 0, pad, pad, 0, 0, pad, pad], 8),
                Constant(graph, padded + ".value", [0f]),
            },
        });
        node.Input[0] = padded;
        SetPads(node, [0, 0, 0, 0]);
    }

    // Before each normalization, with its mean moved.
    private static void AddBiases(GraphProto graph)
    {
        foreach (NodeProto node in graph.Node.Where(node => node.OpType == "Conv"))
        {
            int outputs = (int)graph.Initializer.First(tensor => tensor.Name == node.Input[1]).Dims[0];
            node.Input.Add(Constant(
                graph, node.Name + ".bias", TestValues.Normal(outputs, outputs, 0.1, 0), outputs));
        }
    }

    private static void ToCaffe2(GraphProto graph)
    {
        foreach (NodeProto node in graph.Node)
        {
            if (node.OpType == "Add")
                node.OpType = "Sum";
            if (node.OpType != "GlobalAveragePool")
                continue;
            node.OpType = "AveragePool";
            node.Attribute.Add(Ints("kernel_shape", 4, 4));
            node.Attribute.Add(Ints("strides", 1, 1));
        }
        NodeProto flatten = graph.Node.First(node => node.OpType == "Flatten");
        flatten.OpType = "Reshape";
        flatten.Attribute.Clear();
        long features = graph.Initializer.First(tensor => tensor.Name == "fc.weight").Dims[1];
        flatten.Input.Add(Constant(graph, "shape", [-1L, features], 2));
    }

    private static void Unused(GraphProto graph)
    {
        Constant(graph, "unused.float", [1f, 2], 2);
        Constant(graph, "bn1.num_batches_tracked", [3L], 1);
    }

    private static void ToCntk(GraphProto graph)
    {
        NodeProto convolution = graph.Node.First(node => node.OpType == "Conv");
        SetPads(convolution, [3, 3, 2, 2]);
        SetPads(graph.Node.First(node => node.OpType == "MaxPool"), [1, 1, 0, 0]);
        foreach (NodeProto node in graph.Node.Where(node => node.OpType == "Conv" && node.Attribute.Any(
            attribute => attribute.Name == "strides" && attribute.Ints.SequenceEqual([2, 2])) && node != convolution))
        {
            if (node.Attribute.First(attribute => attribute.Name == "kernel_shape").Ints[0] == 3)
                SetPads(node, [1, 1, 0, 0]);
        }
    }

    private static void SetPads(NodeProto node, long[] pads)
    {
        foreach (AttributeProto old in node.Attribute.Where(attribute => attribute.Name == "pads").ToArray())
            node.Attribute.Remove(old);
        node.Attribute.Add(Ints("pads", pads));
    }

    private static AttributeProto Ints(string name, params long[] values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private static AttributeProto Int(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private static string Constant(GraphProto graph, string name, float[] values, params long[] shape)
    {
        TensorProto tensor = new()
        {
            Name = name, DataType = (int)DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
        };
        tensor.Dims.AddRange(shape);
        graph.Initializer.Add(tensor);
        return name;
    }

    private static string Constant(GraphProto graph, string name, long[] values, params long[] shape)
    {
        TensorProto tensor = new() { Name = name, DataType = (int)DataType.Int64 };
        tensor.Int64Data.AddRange(values);
        tensor.Dims.AddRange(shape);
        graph.Initializer.Add(tensor);
        return name;
    }
}
