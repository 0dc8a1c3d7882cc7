namespace Microsoft.ML.ResNet.Benchmarks.Workloads;

internal static class PrecisionNames
{
    public static string Name(this Precision precision) => precision == Precision.Float32 ? "fp32" : "bf16";
}
