using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Onnx;

namespace Microsoft.ML.ResNet.Export;

/// <summary>Writes convolution units in the arithmetic of a file.</summary>
internal abstract class UnitExport(OnnxGraphBuilder graph, ModelValues values)
{
    protected OnnxGraphBuilder Graph { get; } = graph;

    protected ModelValues Values { get; } = values;

    /// <summary>From a unit's input to its output, before a sum and before the ReLU.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="index">Its place in <see cref="NetworkLayout.Units"/>.</param>
    /// <param name="x">The input.</param>
    public abstract string Convolution(UnitLayout unit, int index, string x);

    /// <summary>What later units read of a unit's output.</summary>
    public virtual string Rounded(int index, string y) => y;

    /// <summary>
    /// What an operator that gives values of its input, or zeros, gives: rounded as those are already.
    /// </summary>
    public virtual string RoundedAs(string input, string y) => y;

    /// <summary>What a sum, or excitation, reads of a unit's output.</summary>
    public virtual string Term(int index, string y) => y;

    protected static IEnumerable<AttributeProto> Attributes(ConvolutionLayout layout)
    {
        long pad = layout.Pad;
        AttributeProto[] windows = OnnxAttribute.Windows(layout.Kernel, layout.Stride, pad, pad, pad, pad);
        return layout.Groups > 1 ? [.. windows, OnnxAttribute.Int("group", layout.Groups)] : windows;
    }
}
