using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Benchmarks.Report;

namespace Microsoft.ML.ResNet.Benchmarks.Machine;

/// <summary>What the machine can do at most on some threads.</summary>
/// <param name="Threads">Threads at once.</param>
/// <param name="Float32">GFLOP/s of fused multiply-adds.</param>
/// <param name="BFloat16">GFLOP/s of bf16 dot products that are added up in fp32.</param>
/// <param name="Int8">Billions of int8 operations a second, added up in int32.</param>
/// <param name="Read">GB/s read from memory.</param>
/// <param name="Copy">GB/s read and written by copying memory.</param>
internal sealed partial record MachineLimits(
    int Threads, double Float32, double BFloat16, double Int8, double Read, double Copy)
{
    private enum Limit { Float32 = 0, BFloat16 = 1, Int8 = 2, Read = 3, Copy = 4 }

    /// <summary>Takes about a second.</summary>
    public static MachineLimits Measure(int threads)
    {
        return new(
            threads, Billions(Limit.Float32), Billions(Limit.BFloat16), Billions(Limit.Int8), Billions(Limit.Read),
            Billions(Limit.Copy));

        double Billions(Limit limit) => MachineLimit(limit, threads) / 1e9;
    }

    public double Peak(ResNetPrecision precision) => precision switch
    {
        ResNetPrecision.Float32 => Float32,
        ResNetPrecision.BFloat16 => BFloat16,
        _ => Int8,
    };

    public static ReportTable Table(IEnumerable<MachineLimits> limits) => new(
        "The machine's limits, measured in this run",
        ["threads", "fp32 GFLOP/s", "bf16 GFLOP/s", "int8 GOP/s", "memory read GB/s", "memory copy GB/s"],
        [.. limits.Select(limit => new[]
        {
            Cell.Of(limit.Threads), Cell.Of(limit.Float32), Cell.Of(limit.BFloat16), Cell.Of(limit.Int8),
            Cell.Of(limit.Read), Cell.Of(limit.Copy),
        })]);

    [LibraryImport("benchmark_machine", EntryPoint = "machine_limit")]
    private static partial double MachineLimit(Limit limit, int threads);
}
