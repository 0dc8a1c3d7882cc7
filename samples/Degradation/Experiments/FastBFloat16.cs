using System.Runtime.Intrinsics.X86;

namespace Degradation.Experiments;

/// <summary>Detects bfloat16 instructions. Without them bfloat16 is slower than single precision.</summary>
internal static class FastBFloat16
{
    private const int FeatureLeaf = 7, SubLeaf = 1, Avx512BF16 = 1 << 5;

    public static bool IsSupported { get; } =
        Avx512F.IsSupported && X86Base.CpuId(0, 0).Eax >= FeatureLeaf
        && (X86Base.CpuId(FeatureLeaf, SubLeaf).Eax & Avx512BF16) != 0;
}
