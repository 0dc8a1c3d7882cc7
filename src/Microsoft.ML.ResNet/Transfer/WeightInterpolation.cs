using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>
/// Between two networks, weight by weight (Wortsman et al. 2022, <i>Robust fine-tuning of zero-shot models</i>): what lies
/// between a pretrained network and its fine-tuned form is often better than both, most of all on images that differ from
/// those trained on.
/// </summary>
internal static class WeightInterpolation
{
    /// <param name="from">The network at 0.</param>
    /// <param name="to">The network at 1, of the same architecture and head.</param>
    /// <param name="position">0 to 1.</param>
    public static ResNetModel Between(ResNetModel from, ResNetModel to, float position) => position switch
    {
        0 => from,
        _ => from.With(
            Between(from.Parameters, to.Parameters, position),
            Between(from.RunningStatistics, to.RunningStatistics, position)),
    };

    private static float[] Between(ReadOnlyMemory<float> from, ReadOnlyMemory<float> to, float position)
    {
        float[] values = new float[from.Length];
        TensorPrimitives.Lerp<float>(from.Span, to.Span, position, values);
        return values;
    }
}
