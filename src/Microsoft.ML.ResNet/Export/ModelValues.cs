using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML.ResNet.Export;

/// <summary>A model's values in the order and with the names that ONNX files have them.</summary>
internal sealed class ModelValues(ResNetModel model, NetworkLayout layout)
{
    private readonly Dictionary<long, string> _layers = TorchNaming.Places(layout)
        .Where(place => !place.IsStatistic)
        .ToDictionary(place => place.Range.Offset, place => WithoutEnd(place.Name));

    /// <summary>A layer's name in PyTorch's libraries, by one of its parameters.</summary>
    public string NameOf(ParameterRange range) => _layers[range.Offset];

    /// <summary>The same of a block.</summary>
    public string NameOf(BlockLayout block) => WithoutEnd(NameOf(block.First.Weights));

    public ReadOnlySpan<float> Parameters(ParameterRange range) =>
        model.Parameters.Span.Slice((int)range.Offset, (int)range.Length);

    /// <summary>Weights (out, in, ...) where ours are (..., in, out).</summary>
    public float[] Weights(ParameterRange range, params long[] shape) => WeightOrder.ToTheirs(shape, Parameters(range));

    public ReadOnlySpan<float> Statistics(ParameterRange range) =>
        model.RunningStatistics.Span.Slice((int)range.Offset, (int)range.Length);

    /// <summary>Weights (out, in / groups, kernel, kernel), as they are.</summary>
    public float[] Weights(ConvolutionLayout layout) => Weights(layout.Weights, WeightOrder.Shape(layout));

    /// <summary>The weights and the bias that a unit has with its normalisation folded in; no bias if it has
    /// none.</summary>
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

    private static string WithoutEnd(string name) => name[..name.LastIndexOf('.')];
}
