using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>
/// Ourselves in fp32, beside whom bf16 is shown: with direct convolutions, which do the same operations, and with the
/// fastest algorithm of each, where Winograd's saves fp32 more than half of the multiplications.
/// </summary>
internal static class OurFloat32
{
    public static Contender Direct(ContenderKey key) => new(
        "us, fp32 direct", key with { Precision = ResNetPrecision.Float32, Algorithm = ConvolutionAlgorithm.Direct },
        ProcessEnvironment.Plain);

    public static Contender Fastest(ContenderKey key) =>
        new("us, fp32", key with { Precision = ResNetPrecision.Float32 }, ProcessEnvironment.Plain);
}
