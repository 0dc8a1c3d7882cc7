using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>The number format and algorithms that a network computes with.</summary>
/// <param name="Activations">The type of activations and their gradients.</param>
/// <param name="Algorithm">The convolution algorithm.</param>
/// <param name="Ranges">The ranges that int8 activations represent; null for other types.</param>
internal readonly record struct Arithmetic(
    ElementType Activations, ConvolutionAlgorithm Algorithm = ConvolutionAlgorithm.Auto, ActivationRanges? Ranges = null)
{
    public static Arithmetic FromPrecision(ResNetPrecision precision, ActivationRanges? ranges = null) => precision switch
    {
        ResNetPrecision.Float32 => new(ElementType.Float32),
        ResNetPrecision.BFloat16 => new(ElementType.BFloat16),
        ResNetPrecision.Int8 when ranges is not null => new(ElementType.UInt8, Ranges: ranges),
        ResNetPrecision.Int8 => throw new ArgumentException("An int8 network needs the ranges of its activations."),
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "There is no such precision."),
    };

    /// <summary>
    /// A warning that this CPU has no fast instructions for a precision, which makes it slower than single precision;
    /// null if it has.
    /// </summary>
    public string? SlowPrecisionWarning(NativeContext context, ResNetPrecision precision) => context.Accelerates(Activations)
        ? null
        : $"ResNetPrecision.{precision}: this CPU ({context.Isa}) has no fast instructions for it, so it is slower than "
            + $"ResNetPrecision.{ResNetPrecision.Float32}. Results are the same up to the order of sums.";
}
