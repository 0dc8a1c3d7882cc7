using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>
/// Networks between two others, weight by weight (Wortsman et al. 2022, <i>Robust fine-tuning of zero-shot models</i>). A
/// network between a pretrained one and its fine-tuned form is often better than both, most of all on images that differ
/// from the training images.
/// </summary>
/// <remarks>One buffer is used for all positions, since the weights are the largest part of the memory.</remarks>
/// <param name="from">The network at position 0.</param>
/// <param name="to">The network at position 1, of the same architecture and head.</param>
internal sealed unsafe class WeightInterpolation(ResNetModel from, ResNetModel to)
{
    private readonly float[] _parameters = new float[from.Parameters.Length];
    private readonly float[] _statistics = new float[from.RunningStatistics.Length];

    /// <summary>Gives an inference network the values at a position, 0 to 1.</summary>
    public void Load(InferenceNetwork network, float position)
    {
        Interpolate(position);
        fixed (float* parameters = _parameters, statistics = _statistics)
        {
            network.Update(
                new NativeBuffer(parameters, _parameters.Length, ElementType.Float32),
                new NativeBuffer(statistics, _statistics.Length, ElementType.Float32));
        }
    }

    /// <summary>The network at a position, 0 to 1. It keeps the buffer: call this last, and once.</summary>
    public ResNetModel ToModel(float position)
    {
        Interpolate(position);
        return from.With(_parameters, _statistics);
    }

    private void Interpolate(float position)
    {
        TensorPrimitives.Lerp<float>(from.Parameters.Span, to.Parameters.Span, position, _parameters);
        TensorPrimitives.Lerp<float>(from.RunningStatistics.Span, to.RunningStatistics.Span, position, _statistics);
    }
}
