using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Export;

/// <summary>Writes squeeze-and-excitation; its linear layers are 1x1 convolutions of one pixel.</summary>
internal sealed class ExcitationExport(OnnxGraphBuilder graph, ModelValues values)
{
    public string Write(ExcitationLayout layout, string name, string x)
    {
        string y = graph.Node("GlobalAveragePool", $"{name}.squeezed", [x]);
        y = graph.Node("Relu", $"{name}.hidden", [Linear(layout.Squeeze, y)]);
        y = graph.Node("Sigmoid", $"{name}.factors", [Linear(layout.Excite, y)]);
        return graph.Node("Mul", $"{name}.excited", [x, y]);
    }

    private string Linear(LinearLayout layout, string x)
    {
        string name = values.NameOf(layout.Weights);
        long[] shape = [layout.Out, layout.In, 1, 1];
        string[] inputs =
        [
            x,
            graph.Constant<float>($"{name}.weight", values.Weights(layout.Weights, shape), shape),
            graph.Constant($"{name}.bias", values.Parameters(layout.Bias), layout.Out),
        ];
        return graph.Node("Conv", name, inputs, OnnxAttribute.Ints("kernel_shape", 1, 1));
    }
}
