using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>A slow path is never silent: what to tell users of a precision for which their CPU has no fast instructions.</summary>
internal static class SlowPrecision
{
    /// <summary>Null where there is nothing to tell.</summary>
    public static string? Warning(NativeContext context, ResNetPrecision precision, Arithmetic arithmetic) =>
        context.Accelerates(arithmetic.Activations)
            ? null
            : $"ResNetPrecision.{precision}: this CPU ({context.Isa}) has no fast instructions for it, so that it is slower than "
                + $"Precision.{ResNetPrecision.Float32}. Results are the same as with them, up to the order of sums.";
}
