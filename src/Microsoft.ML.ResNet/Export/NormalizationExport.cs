using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Export;

/// <summary>Writes a batch normalization as a node.</summary>
internal static class NormalizationExport
{
    public static string Write(
        OnnxGraphBuilder graph, ModelValues values, BatchNormalizationLayout layout, string x)
    {
        string name = values.NameOf(layout.Gamma);
        string Vector(string part, ReadOnlySpan<float> constants) =>
            graph.Constant($"{name}.{part}", constants, layout.Channels);
        return graph.Node(
            "BatchNormalization", name,
            [
                x,
                Vector("weight", values.Parameters(layout.Gamma)),
                Vector("bias", values.Parameters(layout.Beta)),
                Vector("running_mean", values.Statistics(layout.RunningMean)),
                Vector("running_var", values.Statistics(layout.RunningVariance)),
            ],
            OnnxAttribute.Float("epsilon", BatchNormalization.Epsilon));
    }
}
