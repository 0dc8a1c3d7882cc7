using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Onnx;

/// <summary>Our networks as ONNX files for inference, batch normalisation folded into the convolutions.</summary>
internal sealed class OnnxNetwork
{
    public const string ImagesName = "images", LogitsName = "logits";

    private readonly OnnxGraph _graph = new();
    private readonly SharedValues _values;

    private OnnxNetwork(SharedValues values) => _values = values;

    /// <summary>The file: images (batch, channels, height, width) to logits (batch, classes).</summary>
    public static byte[] Write(NetworkLayout layout, SharedValues values, int batch)
    {
        OnnxNetwork network = new(values);
        network.Add(layout, batch);
        return network._graph.ToFile();
    }

    private void Add(NetworkLayout layout, int batch)
    {
        string x = _graph.Input(ImagesName, batch, layout.Channels, layout.Height, layout.Width);
        x = Relu(Convolution(layout.Stem.Units[0], x));
        if (layout.Stem.Pool is not null)
        {
            x = _graph.Node(
                "MaxPool", [x], Square("kernel_shape", MaxPoolLayout.Kernel), Square("strides", MaxPoolLayout.Stride),
                Pads(MaxPoolLayout.Pad));
        }
        foreach (BlockLayout block in layout.Blocks)
            x = Block(block, x);

        HeadLayout head = layout.Head;
        string weights = _graph.Constant(_values.Parameters.Slice(head.Weights), head.Features, head.Classes);
        string bias = _graph.Constant(_values.Parameters.Slice(head.Bias), head.Classes);
        string pooled = _graph.Node("Flatten", [_graph.Node("GlobalAveragePool", [x])]);
        _graph.Node("Gemm", [pooled, weights, bias]);
        _graph.Output(LogitsName, batch, head.Classes);
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
        return Relu(_graph.Node("Add", [y, shortcut]));
    }

    private string Convolution(UnitLayout unit, string x) => Convolution(FoldedConvolution.Fold(unit, _values), x);

    private string Convolution(FoldedConvolution convolution, string x)
    {
        ConvolutionLayout layout = convolution.Layout;
        string weights = _graph.Constant(
            ToOihw(convolution), layout.OutChannels, layout.InChannels, layout.Kernel, layout.Kernel);
        string bias = _graph.Constant(convolution.Bias, layout.OutChannels);
        return _graph.Node(
            "Conv", [x, weights, bias], Square("kernel_shape", layout.Kernel), Square("strides", layout.Stride),
            Pads(layout.Pad));
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

    private string Relu(string x) => _graph.Node("Relu", [x]);

    private static (string, long[]) Square(string name, long size) => (name, [size, size]);

    private static (string, long[]) Pads(long size) => ("pads", [size, size, size, size]);

    private static float[] ToOihw(FoldedConvolution convolution)
    {
        ConvolutionLayout layout = convolution.Layout;
        int taps = layout.Kernel * layout.Kernel, inputs = layout.InChannels, outputs = layout.OutChannels;
        float[] weights = new float[convolution.Weights.Length];
        for (int tap = 0; tap < taps; tap++)
            for (int i = 0; i < inputs; i++)
                for (int o = 0; o < outputs; o++)
                    weights[(o * inputs + i) * taps + tap] = convolution.Weights[(tap * inputs + i) * outputs + o];
        return weights;
    }
}
