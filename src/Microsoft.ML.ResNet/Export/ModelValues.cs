using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML.ResNet.Export;

/// <summary>A model's parameters and statistics in ONNX's order, and the names of its layers.</summary>
internal sealed class ModelValues(ResNetModel model, NetworkLayout layout)
{
    private readonly Dictionary<long, string> _layers = TorchNaming.Places(layout)
        .Where(place => !place.IsStatistic)
        .ToDictionary(place => place.Range.Offset, place => RemoveLastPart(place.Name));

    /// <summary>The name of a layer in torchvision's networks, found by one of its parameters.</summary>
    public string NameOf(ParameterRange range) => _layers[range.Offset];

    /// <summary>The name of a block.</summary>
    public string NameOf(BlockLayout block) => RemoveLastPart(NameOf(block.First.Weights));

    public ReadOnlySpan<float> Parameters(ParameterRange range) =>
        model.Parameters.Span.Slice((int)range.Offset, (int)range.Length);

    /// <summary>Weights transposed from this library's (..., in, out) to (out, in, ...).</summary>
    public float[] Weights(ParameterRange range, params long[] shape) => WeightOrder.ToTheirs(shape, Parameters(range));

    public ReadOnlySpan<float> Statistics(ParameterRange range) =>
        model.RunningStatistics.Span.Slice((int)range.Offset, (int)range.Length);

    /// <summary>Convolution weights (out, in / groups, kernel, kernel) without folding.</summary>
    public float[] Weights(ConvolutionLayout layout) => Weights(layout.Weights, WeightOrder.Shape(layout));

    /// <summary>
    /// The weights and bias of a unit with its normalization folded in; no bias if it has no normalization.
    /// </summary>
    public (float[] Weights, float[]? Bias) Folded(UnitLayout unit)
    {
        float[] weights = Weights(unit.Convolution);
        if (unit.Normalization is not { } normalization)
            return (weights, null);
        ChannelAffine map = ChannelAffine.FromBatchNormalization(
            Parameters(normalization.Gamma), Parameters(normalization.Beta), Statistics(normalization.RunningMean),
            Statistics(normalization.RunningVariance));
        int length = weights.Length / map.Scale.Length;
        for (int c = 0; c < map.Scale.Length; c++)
        {
            foreach (ref float weight in weights.AsSpan(c * length, length))
                weight *= map.Scale[c];
        }
        return (weights, map.Shift);
    }

    private static string RemoveLastPart(string name) => name[..name.LastIndexOf('.')];
}
