using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>
/// Our fp32 as a reference for bf16: with direct convolutions, which do the same operations, and with the fastest
/// algorithms, where Winograd's saves fp32 more than half of the multiplications.
/// </summary>
internal static class OwnFloat32
{
    public static Contender Direct(ContenderKey key) => new(
        "us, fp32 direct", key with { Precision = ResNetPrecision.Float32, Algorithm = ConvolutionAlgorithm.Direct },
        ProcessEnvironment.Plain);

    public static Contender Fastest(ContenderKey key) =>
        new("us, fp32", key with { Precision = ResNetPrecision.Float32 }, ProcessEnvironment.Plain);
}
