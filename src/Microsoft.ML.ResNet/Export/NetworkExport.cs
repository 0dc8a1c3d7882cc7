using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Export;

/// <summary>Writes the layers of a network, in the order in which <see cref="FoldedNetwork"/> computes them.</summary>
internal sealed class NetworkExport(
    NetworkLayout layout, OnnxGraphBuilder graph, ModelValues values, UnitExport units)
{
    private readonly ShortcutExport _shortcuts = new(graph, units);
    private int _unit; // index of the next unit in NetworkLayout.Units

    /// <summary>Writes the layers from normalized images to the head's input (N, features).</summary>
    public string Trunk(string x)
    {
        x = Stem(x);
        foreach (BlockLayout block in layout.Blocks)
            x = Block(block, values.NameOf(block), x);
        if (layout.FinalNormalization is { } final)
            x = Relu(NormalizationExport.Write(graph, values, final, x));
        return graph.Node("Flatten", "features", [graph.Node("GlobalAveragePool", "pooled", [x])]);
    }

    /// <summary>Writes the head: logits from features.</summary>
    /// <param name="features">The result of <see cref="Trunk"/>.</param>
    /// <param name="output">Name of the logits; null for any name.</param>
    public string Head(string features, string? output)
    {
        HeadLayout head = layout.Head;
        string name = values.NameOf(head.Weights);
        long[] shape = [head.Classes, head.Features];
        string[] inputs =
        [
            features,
            graph.Constant<float>($"{name}.weight", values.Weights(head.Weights, shape), shape),
            graph.Constant($"{name}.bias", values.Parameters(head.Bias), head.Classes),
        ];
        return graph.NamedNode(output, "Gemm", name, inputs, OnnxAttribute.Int("transB", 1));
    }

    private string Stem(string x)
    {
        for (int left = layout.Stem.Units.Count - 1; left > 0; left--)
            x = Inner(layout.Stem.Units[^(left + 1)], x);
        UnitLayout last = layout.Stem.Units[^1];
        int index = _unit++;
        x = units.Convolution(last, index, x);
        x = last.Normalization is null ? units.QuantizeOperand(index, x) : Relu(x);
        x = QuantizeBlockOutput(index, x);
        if (layout.Stem.Pool is null)
            return x;
        const long pad = MaxPoolLayout.Pad;
        return units.QuantizeLike(x, graph.Node(
            "MaxPool", "maxpool", [x],
            OnnxAttribute.Windows(MaxPoolLayout.Kernel, MaxPoolLayout.Stride, pad, pad, pad, pad)));
    }

    private string Block(BlockLayout block, string name, string x)
    {
        string input = x;
        if (block.Preactivation is { } preactivation)
            input = Relu(NormalizationExport.Write(graph, values, preactivation, x));
        int first = _unit;
        string y = input;
        foreach (UnitLayout unit in block.Units.SkipLast(1))
            y = Inner(unit, y);
        int last = _unit++;
        y = units.Convolution(block.Units[^1], last, y);
        if (block.Shortcut != ShortcutKind.None || block.IsPreactivated || block.Excitation is not null)
            y = units.QuantizeOperand(last, y);
        if (block.Excitation is { } excitation)
            y = new ExcitationExport(graph, values).Write(excitation, name, y);
        string? shortcut = _shortcuts.Write(
            block, name, block.Shortcut == ShortcutKind.Identity ? x : input, first + block.Units.Count);
        if (block.Projection is not null)
            _unit++;
        if (shortcut is not null)
            y = graph.Node("Add", $"{name}.sum", [y, shortcut]);
        return block.IsPreactivated ? y : QuantizeBlockOutput(last, Relu(y));
    }

    private string Inner(UnitLayout unit, string x)
    {
        int index = _unit++;
        return units.Quantize(index, Relu(units.Convolution(unit, index, x)));
    }

    private string QuantizeBlockOutput(int index, string y) => layout.Int8BlocksExchangeFloats ? y : units.Quantize(index, y);

    private string Relu(string x) => graph.Node("Relu", $"{x}.relu", [x]);
}
