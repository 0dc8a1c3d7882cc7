using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.ResNet.Onnx;
using static Microsoft.ML.ResNet.Onnx.TensorProto.Types;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>How an exporter names things and folds.</summary>
/// <param name="Dynamo">
/// Names of PyTorch's newer exporter (<c>node_conv2d_3</c>, <c>val_7</c>) instead of the older one's
/// (<c>/layer1/layer1.0/conv1/Conv</c>, <c>onnx::Conv_193</c>).
/// </param>
/// <param name="Fold">Whether batch normalization is in the convolutions.</param>
internal sealed record TorchExporter(bool Dynamo, bool Fold);

/// <summary>
/// The graph that PyTorch's exporters make of torchvision's ResNets, with few channels and random weights; written from
/// what torchvision's network computes, not with the library's exporter.
/// </summary>
internal sealed class TorchvisionGraph
{
    private readonly TorchExporter _exporter;
    private readonly bool _bottleneck;
    private readonly int _groups, _innerFactor;
    private readonly GraphProto _graph = new() { Name = "main_graph" };
    private int _seed, _channels;

    private TorchvisionGraph(TorchExporter exporter, bool bottleneck, int groups, int innerFactor) =>
        (_exporter, _bottleneck, _groups, _innerFactor) = (exporter, bottleneck, groups, innerFactor);

    public static ModelProto Write(
        TorchExporter exporter, bool bottleneck, int size, int classes, int[] depths, int groups = 1,
        int innerFactor = 1)
    {
        TorchvisionGraph graph = new(exporter, bottleneck, groups, innerFactor);
        graph.Network(size, classes, depths);
        ModelProto model = new() { IrVersion = 8, ProducerName = "pytorch", Graph = graph._graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        return model;
    }

    private void Network(int size, int classes, int[] depths)
    {
        const int width = 8;
        string x = Declare(_graph.Input, "input", [-1, 3, size, size]);
        _channels = 3;
        x = Relu(Unit("/conv1", x, width, 7, 2), "/relu");
        x = Node("MaxPool", "/maxpool", [x], ("ceil_mode", [0]), ("dilations", [1, 1]), ("kernel_shape", [3, 3]),
            ("pads", [1, 1, 1, 1]), ("strides", [2, 2]));
        for (int stage = 0; stage < depths.Length; stage++)
        {
            for (int i = 0; i < depths[stage]; i++)
                x = Block($"/layer{stage + 1}/layer{stage + 1}.{i}", x, width << stage, stage > 0 && i == 0 ? 2 : 1);
        }
        x = Node("GlobalAveragePool", "/avgpool", [x]);
        x = Node("Flatten", "/Flatten", [x], ("axis", [1]));
        double scale = 0.02 / depths.Sum() / (_bottleneck ? 8 : 1); // for probabilities that are not 0 and 1
        string weights = Constant("fc.weight", Random(classes * _channels, scale), classes, _channels);
        string bias = Constant("fc.bias", Random(classes, 0.5), classes);
        Node("Gemm", "/fc", [x, weights, bias], ("transB", [1]));
        _graph.Node[^1].Output[0] = Declare(_graph.Output, "output", [-1, classes]);
    }

    private string Block(string name, string x, int width, int stride)
    {
        int input = _channels, inner = width * _innerFactor, output = _bottleneck ? 4 * width : width;
        string y;
        if (_bottleneck)
        {
            y = Relu(Unit($"{name}/conv1", x, inner, 1, 1), $"{name}/relu");
            y = Relu(Unit($"{name}/conv2", y, inner, 3, stride, _groups), $"{name}/relu_1");
            y = Unit($"{name}/conv3", y, output, 1, 1);
        }
        else
        {
            y = Relu(Unit($"{name}/conv1", x, width, 3, stride), $"{name}/relu");
            y = Unit($"{name}/conv2", y, output, 3, 1);
        }
        if (stride != 1 || input != output)
        {
            _channels = input;
            x = Unit($"{name}/downsample/downsample.0", x, output, 1, stride);
        }
        return Relu(Node("Add", $"{name}/Add", [y, x]), $"{name}/relu_2");
    }

    // A convolution with its batch normalization.
    private string Unit(string name, string x, int output, int kernel, int stride, int groups = 1)
    {
        int fan = _channels / groups * kernel * kernel, pad = kernel / 2;
        float[] weights = Random(output * fan, Math.Sqrt(2.0 / fan));
        float[] gamma = Random(output, 0.2, 1), beta = Random(output, 0.2), mean = Random(output, 0.2);
        float[] variance = [.. Random(output, 0.3).Select(value => 0.7f + MathF.Abs(value))];
        List<string> inputs = [x, ""];
        if (_exporter.Fold)
        {
            for (int c = 0; c < output; c++)
            {
                double scale = gamma[c] / Math.Sqrt(variance[c] + 1e-5);
                foreach (ref float weight in weights.AsSpan(c * fan, fan))
                    weight = (float)(weight * scale);
                beta[c] = (float)(beta[c] - mean[c] * scale);
            }
            inputs.Add(Constant($"onnx::Conv_{_seed}", beta, output));
        }
        inputs[1] = Constant(
            $"{name[1..].Replace('/', '.')}.weight", weights, output, _channels / groups, kernel, kernel);
        _channels = output;
        string y = Node("Conv", name, inputs, ("dilations", [1, 1]), ("group", [groups]),
            ("kernel_shape", [kernel, kernel]), ("pads", [pad, pad, pad, pad]), ("strides", [stride, stride]));
        if (_exporter.Fold)
            return y;
        string Vector(string part, float[] values) => Constant($"{name[1..]}.bn.{part}", values, output);
        string normalized = Node(
            "BatchNormalization", name.Replace("conv", "bn"),
            [
                y, Vector("weight", gamma), Vector("bias", beta), Vector("running_mean", mean),
                Vector("running_var", variance),
            ],
            ("training_mode", [0]));
        _graph.Node[^1].Attribute.Add(
            new AttributeProto { Name = "epsilon", F = 1e-5f, Type = AttributeProto.Types.AttributeType.Float });
        return normalized;
    }

    private string Relu(string x, string name) => Node("Relu", name, [x]);

    private string Node(
        string type, string name, IEnumerable<string> inputs, params (string Name, long[] Values)[] attributes)
    {
        NodeProto node = new()
        {
            OpType = type,
            Name = _exporter.Dynamo ? $"node_{type}_{_graph.Node.Count}" : $"{name}/{type}",
        };
        node.Input.AddRange(inputs);
        node.Output.Add(_exporter.Dynamo ? $"val_{_graph.Node.Count}" : $"{name}/{type}_output_0");
        foreach ((string attribute, long[] values) in attributes)
        {
            AttributeProto proto = new() { Name = attribute };
            if (values.Length == 1)
                (proto.I, proto.Type) = (values[0], AttributeProto.Types.AttributeType.Int);
            else
                proto.Type = AttributeProto.Types.AttributeType.Ints;
            proto.Ints.AddRange(values.Length == 1 ? [] : values);
            node.Attribute.Add(proto);
        }
        _graph.Node.Add(node);
        return node.Output[0];
    }

    private string Constant(string name, float[] values, params long[] shape)
    {
        TensorProto tensor = new()
        {
            Name = name,
            DataType = (int)DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
        };
        tensor.Dims.AddRange(shape);
        _graph.Initializer.Add(tensor);
        return name;
    }

    private float[] Random(int count, double scale, double offset = 0) =>
        TestValues.Normal(count, ++_seed, scale, offset);

    private static string Declare(IList<ValueInfoProto> values, string name, long[] shape)
    {
        TensorShapeProto dimensions = new();
        dimensions.Dim.AddRange(shape.Select(size => size < 0
            ? new TensorShapeProto.Types.Dimension { DimParam = "batch" }
            : new TensorShapeProto.Types.Dimension { DimValue = size }));
        values.Add(new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = dimensions },
            },
        });
        return name;
    }
}
