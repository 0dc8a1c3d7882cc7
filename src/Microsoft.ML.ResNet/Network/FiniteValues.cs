using System.Numerics.Tensors;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Checks values for NaN and infinity.</summary>
internal static class FiniteValues
{
    // MaxMagnitude is NaN or infinite if any value is.
    public static bool AreAll(ReadOnlySpan<float> values) =>
        values.IsEmpty || float.IsFinite(TensorPrimitives.MaxMagnitude(values));
}
