using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>A model's values as other libraries name and order them.</summary>
internal static class NamedTensorExport
{
    public static IReadOnlyList<TensorPlace> Places(ResNetModel model) => TorchNaming.Places(model.CreateLayout());

    /// <summary>A tensor's values in the other libraries' order.</summary>
    public static float[] Values(ResNetModel model, TensorPlace place)
    {
        ReadOnlyMemory<float> all = place.IsStatistic ? model.RunningStatistics : model.Parameters;
        return WeightOrder.ToTheirs(
            place.Shape, all.Span.Slice((int)place.Range.Offset, (int)place.Range.Length));
    }
}
