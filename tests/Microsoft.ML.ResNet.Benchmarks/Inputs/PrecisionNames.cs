namespace Microsoft.ML.ResNet.Benchmarks.Inputs;

internal static class PrecisionNames
{
    public static string Name(this Precision precision) => precision switch
    {
        Precision.Float32 => "fp32",
        Precision.BFloat16 => "bf16",
        _ => "int8",
    };
}
