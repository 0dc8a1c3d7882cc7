namespace Microsoft.ML.ResNet.Benchmarks.Inputs;

internal static class PrecisionNames
{
    public static string Name(this ResNetPrecision precision) => precision switch
    {
        ResNetPrecision.Float32 => "fp32",
        ResNetPrecision.BFloat16 => "bf16",
        _ => "int8",
    };
}
