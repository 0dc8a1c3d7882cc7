using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Benchmarks.Inputs;

internal static class ValueRanges
{
    public static Span<float> Slice(this float[] values, ParameterRange range) =>
        values.AsSpan((int)range.Offset, (int)range.Length);
}
