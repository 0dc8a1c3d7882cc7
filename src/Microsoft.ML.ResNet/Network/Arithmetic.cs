namespace Microsoft.ML.ResNet;

/// <summary>How a network computes.</summary>
/// <param name="Activations">The type of activations and their gradients.</param>
/// <param name="Algorithm">How convolutions are computed.</param>
internal readonly record struct Arithmetic(
    ElementType Activations, ConvolutionAlgorithm Algorithm = ConvolutionAlgorithm.Auto)
{
    public static Arithmetic Of(Precision precision) => new(precision switch
    {
        Precision.Float32 => ElementType.Float32,
        Precision.BFloat16 => ElementType.BFloat16,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "There is no such precision."),
    });
}
