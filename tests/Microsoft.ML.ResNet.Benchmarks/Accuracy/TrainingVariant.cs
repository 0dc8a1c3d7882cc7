using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Benchmarks.Accuracy;

/// <summary>An arithmetic to train with; all should reach the same accuracy.</summary>
internal sealed record TrainingVariant(string Name, ResNetPrecision Precision, ConvolutionAlgorithm Algorithm)
{
    public static IReadOnlyList<TrainingVariant> All { get; } =
    [
        new("fp32, direct", ResNetPrecision.Float32, ConvolutionAlgorithm.Direct),
        new("fp32, Winograd", ResNetPrecision.Float32, ConvolutionAlgorithm.Auto),
        new("bf16", ResNetPrecision.BFloat16, ConvolutionAlgorithm.Auto),
    ];

    public Arithmetic Arithmetic => Arithmetic.FromPrecision(Precision) with { Algorithm = Algorithm };
}
