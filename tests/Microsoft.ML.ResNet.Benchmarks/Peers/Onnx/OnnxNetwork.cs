using Google.Protobuf;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Export;
using Microsoft.ML.ResNet.Onnx;
using Microsoft.ML.ResNet.Weights;
using static Microsoft.ML.ResNet.Onnx.TensorProto.Types;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Onnx;

/// <summary>Writes our networks as ONNX files for inference, with folded batch normalization.</summary>
internal sealed class OnnxNetwork
{
    public const string ImagesName = "images", LogitsName = "logits";

    /// <summary>The oldest opset with all operators in their current form.</summary>
    private const int OpsetVersion = 17;

    private readonly OnnxGraphBuilder _graph;
    private readonly SharedValues _values;

    private OnnxNetwork(SharedValues values, int batch) =>
        (_values, _graph) = (values, new OnnxGraphBuilder("network", batch, [ImagesName, LogitsName]));

    /// <summary>The file: images (batch, channels, height, width) to logits (batch, classes).</summary>
    public static byte[] Write(NetworkLayout layout, SharedValues values, int batch)
    {
        OnnxNetwork network = new(values, batch);
        network.Add(layout);
        return OnnxExport.File(network._graph.Graph, OpsetVersion, new Dictionary<string, string>()).ToByteArray();
    }

    private void Add(NetworkLayout layout)
    {
        string x = _graph.Input(
            ImagesName, DataType.Float, "Normalised images.", layout.Channels, layout.Height, layout.Width);
        x = Relu(Convolution(layout.Stem.Units[0], x));
        if (layout.Stem.Pool is not null)
        {
            const long pad = MaxPoolLayout.Pad;
            x = Node("MaxPool", [x], OnnxAttribute.Windows(
                MaxPoolLayout.Kernel, MaxPoolLayout.Stride, pad, pad, pad, pad));
        }
        foreach (BlockLayout block in layout.Blocks)
            x = Block(block, x);

        HeadLayout head = layout.Head;
        string weights = Constant(_values.Parameters.Slice(head.Weights), head.Features, head.Classes);
        string bias = Constant(_values.Parameters.Slice(head.Bias), head.Classes);
        string pooled = Node("Flatten", [Node("GlobalAveragePool", [x])]);
        _graph.NamedNode(LogitsName, "Gemm", "Gemm", [pooled, weights, bias]);
        _graph.Output(LogitsName, DataType.Float, "Before softmax.", head.Classes);
    }

    private string Block(BlockLayout block, string x)
    {
        string y = x;
        for (int i = 0; i < block.Units.Count; i++)
            y = i < block.Units.Count - 1 ? Relu(Convolution(block.Units[i], y)) : Convolution(block.Units[i], y);
        string shortcut = block.Shortcut switch
        {
            ShortcutKind.Identity => x,
            ShortcutKind.Projection => Convolution(block.Projection!, x),
            ShortcutKind.ZeroPadding => ZeroPadding(block, x),
            _ => throw new NotSupportedException(block.Shortcut.ToString()),
        };
        return Relu(Node("Add", [y, shortcut]));
    }

    private string Convolution(UnitLayout unit, string x) => Convolution(FoldedConvolution.Fold(unit, _values), x);

    private string Convolution(FoldedConvolution convolution, string x)
    {
        ConvolutionLayout layout = convolution.Layout;
        long[] shape = WeightOrder.Shape(layout);
        string weights = Constant(WeightOrder.ToTheirs(shape, convolution.Weights), shape);
        string bias = Constant(convolution.Bias, layout.OutChannels);
        long pad = layout.Pad;
        return Node(
            "Conv", [x, weights, bias], OnnxAttribute.Windows(layout.Kernel, layout.Stride, pad, pad, pad, pad));
    }

    // Option A as a 1x1 convolution with an identity for weights: ONNX Runtime fuses it with the addition, which is
    // faster than slicing and padding (measured).
    private string ZeroPadding(BlockLayout block, string x)
    {
        ConvolutionLayout first = block.First;
        int outputs = block.Last.OutChannels;
        float[] identity = new float[first.InChannels * outputs];
        for (int c = 0; c < first.InChannels; c++)
            identity[c * outputs + c] = 1;
        ConvolutionLayout layout = new(
            first.Height, first.Width, first.InChannels, outputs, Kernel: 1, block.Stride, Weights: default);
        return Convolution(new FoldedConvolution(layout, identity, new float[outputs]), x);
    }

    private string Relu(string x) => Node("Relu", [x]);

    private string Node(string type, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes) =>
        _graph.Node(type, type, inputs, attributes);

    private string Constant(ReadOnlySpan<float> values, params IEnumerable<long> shape) =>
        _graph.Constant("constant", values, shape);
}
