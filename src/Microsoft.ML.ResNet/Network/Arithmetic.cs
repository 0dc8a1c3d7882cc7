using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>The number format and algorithms that a network computes with.</summary>
/// <param name="Activations">The type of activations and their gradients.</param>
/// <param name="Algorithm">The convolution algorithm.</param>
/// <param name="Ranges">The ranges that int8 activations represent; null for other types.</param>
internal readonly record struct Arithmetic(
    ElementType Activations, ConvolutionAlgorithm Algorithm = ConvolutionAlgorithm.Auto, ActivationRanges? Ranges = null)
{
    public static Arithmetic FromPrecision(Precision precision, ActivationRanges? ranges = null) => precision switch
    {
        Precision.Float32 => new(ElementType.Float32),
        Precision.BFloat16 => new(ElementType.BFloat16),
        Precision.Int8 when ranges is not null => new(ElementType.UInt8, Ranges: ranges),
        Precision.Int8 => throw new ArgumentException("An int8 network needs the ranges of its activations."),
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "There is no such precision."),
    };

    /// <summary>
    /// A warning that this CPU has no fast instructions for a precision, which makes it slower than single precision;
    /// null if it has.
    /// </summary>
    public string? SlowPrecisionWarning(NativeContext context, Precision precision) => context.Accelerates(Activations)
        ? null
        : $"Precision.{precision}: this CPU ({context.Isa}) has no fast instructions for it, so it is slower than "
            + $"Precision.{Precision.Float32}. Results are the same up to the order of sums.";
}
