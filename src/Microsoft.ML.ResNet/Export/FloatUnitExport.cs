using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML.ResNet.Export;

/// <summary>Units in single precision, with batch normalisation in their weights or in a node.</summary>
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
