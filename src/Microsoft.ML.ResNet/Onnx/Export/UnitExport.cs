using Microsoft.ML.ResNet.Onnx;

namespace Microsoft.ML.ResNet;

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
        long kernel = layout.Kernel, stride = layout.Stride, pad = layout.Pad;
        yield return OnnxAttribute.Ints("kernel_shape", kernel, kernel);
        yield return OnnxAttribute.Ints("strides", stride, stride);
        yield return OnnxAttribute.Ints("pads", pad, pad, pad, pad);
        if (layout.Groups > 1)
            yield return OnnxAttribute.Int("group", layout.Groups);
    }
}
