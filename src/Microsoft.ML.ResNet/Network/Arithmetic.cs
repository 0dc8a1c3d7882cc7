using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>How a network computes.</summary>
/// <param name="Activations">The type of activations and their gradients.</param>
/// <param name="Algorithm">How convolutions are computed.</param>
/// <param name="Ranges">What bytes stand for; null for other types.</param>
internal readonly record struct Arithmetic(
    ElementType Activations, ConvolutionAlgorithm Algorithm = ConvolutionAlgorithm.Auto, ActivationRanges? Ranges = null)
{
    public static Arithmetic Of(ResNetPrecision precision, ActivationRanges? ranges = null) => precision switch
    {
        ResNetPrecision.Float32 => new(ElementType.Float32),
        ResNetPrecision.BFloat16 => new(ElementType.BFloat16),
        ResNetPrecision.Int8 when ranges is not null => new(ElementType.UInt8, Ranges: ranges),
        ResNetPrecision.Int8 => throw new ArgumentException("A network of bytes needs the ranges of its activations."),
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "There is no such precision."),
    };
}
