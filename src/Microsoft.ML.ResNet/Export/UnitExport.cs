using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Onnx;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML.ResNet.Export;

/// <summary>Writes convolution units in the precision of the file.</summary>
internal abstract class UnitExport(OnnxGraphBuilder graph, ModelValues values)
{
    protected OnnxGraphBuilder Graph { get; } = graph;

    protected ModelValues Values { get; } = values;

    /// <summary>Writes a unit's output, before the residual addition and the ReLU.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="index">Its index in <see cref="NetworkLayout.Units"/>.</param>
    /// <param name="x">The input.</param>
    public abstract string Convolution(UnitLayout unit, int index, string x);

    /// <summary>Quantizes a unit's output as later units read it; the identity in single precision.</summary>
    public virtual string Quantize(int index, string y) => y;

    /// <summary>
    /// Quantizes the output of an operator that only selects or pads values, with the scale of its input.
    /// </summary>
    public virtual string QuantizeLike(string input, string y) => y;

    /// <summary>Quantizes a unit's output as a residual addition or squeeze-and-excitation reads it.</summary>
    public virtual string QuantizeOperand(int index, string y) => y;

    protected static IEnumerable<AttributeProto> Attributes(ConvolutionLayout layout)
    {
        long pad = layout.Pad;
        AttributeProto[] windows = OnnxAttribute.Windows(layout.Kernel, layout.Stride, pad, pad, pad, pad);
        return layout.Groups > 1 ? [.. windows, OnnxAttribute.Int("group", layout.Groups)] : windows;
    }
}

/// <summary>Writes units in single precision, with batch normalization folded into the weights or as a node.</summary>
internal sealed class FloatUnitExport(OnnxGraphBuilder graph, ModelValues values, bool fold)
    : UnitExport(graph, values)
{
    public override string Convolution(UnitLayout unit, int index, string x)
    {
        ConvolutionLayout layout = unit.Convolution;
        string name = Values.NameOf(layout.Weights);
        (float[] weights, float[]? bias) = fold ? Values.Folded(unit) : (Values.Weights(layout), null);
        List<string> inputs = [x, Graph.Constant<float>($"{name}.weight", weights, WeightOrder.Shape(layout))];
        if (bias is not null)
            inputs.Add(Graph.Constant<float>($"{name}.bias", bias, bias.Length));
        string y = Graph.Node("Conv", name, inputs, Attributes(layout));
        return bias is null && unit.Normalization is { } normalization
            ? NormalizationExport.Write(Graph, Values, normalization, y)
            : y;
    }
}
