using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Benchmarks.Accuracy;

/// <summary>A way to compute a training whose accuracy is to be that of the others.</summary>
internal sealed record TrainingArithmetic(string Name, ResNetPrecision Precision, ConvolutionAlgorithm Algorithm)
{
    public static IReadOnlyList<TrainingArithmetic> All { get; } =
    [
        new("fp32, direct", ResNetPrecision.Float32, ConvolutionAlgorithm.Direct),
        new("fp32, Winograd", ResNetPrecision.Float32, ConvolutionAlgorithm.Auto),
        new("bf16", ResNetPrecision.BFloat16, ConvolutionAlgorithm.Auto),
    ];

    public Arithmetic Arithmetic => Arithmetic.FromPrecision(Precision) with { Algorithm = Algorithm };
}
