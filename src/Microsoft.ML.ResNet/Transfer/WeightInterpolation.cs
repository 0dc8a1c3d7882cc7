using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>
/// Networks between two others, weight by weight (Wortsman et al. 2022, <i>Robust fine-tuning of zero-shot models</i>). A
/// network between a pretrained one and its fine-tuned form is often better than both, most of all on images that differ
/// from the training images.
/// </summary>
internal static class WeightInterpolation
{
    /// <param name="from">The network at position 0.</param>
    /// <param name="to">The network at position 1, of the same architecture and head.</param>
    /// <param name="position">0 to 1.</param>
    public static ResNetModel Between(ResNetModel from, ResNetModel to, float position)
    {
        float[] parameters = new float[from.Parameters.Length], statistics = new float[from.RunningStatistics.Length];
        Write(from, to, position, parameters, statistics);
        return from.With(parameters, statistics);
    }

    /// <summary>Writes the values at a position into buffers, which a comparison of positions uses again.</summary>
    /// <param name="from">The network at position 0.</param>
    /// <param name="to">The network at position 1, of the same architecture and head.</param>
    /// <param name="position">0 to 1.</param>
    /// <param name="parameters">Receives the parameters.</param>
    /// <param name="statistics">Receives the running statistics.</param>
    public static void Write(ResNetModel from, ResNetModel to, float position, Span<float> parameters, Span<float> statistics)
    {
        TensorPrimitives.Lerp(from.Parameters.Span, to.Parameters.Span, position, parameters);
        TensorPrimitives.Lerp(from.RunningStatistics.Span, to.RunningStatistics.Span, position, statistics);
    }
}
