using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Benchmarks.Report;

namespace Microsoft.ML.ResNet.Benchmarks.Machine;

/// <summary>The machine's maximum throughput for a number of threads.</summary>
/// <param name="Threads">Number of threads.</param>
/// <param name="Float32">GFLOP/s of fused multiply-adds.</param>
/// <param name="BFloat16">GFLOP/s of bf16 dot products with fp32 accumulation.</param>
/// <param name="Int8">GOP/s of int8 dot products with int32 accumulation.</param>
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
            Cell.Number(limit.Threads), Cell.Number(limit.Float32), Cell.Number(limit.BFloat16), Cell.Number(limit.Int8),
            Cell.Number(limit.Read), Cell.Number(limit.Copy),
        })]);

    [LibraryImport("benchmark_machine", EntryPoint = "machine_limit")]
    private static partial double MachineLimit(Limit limit, int threads);
}
