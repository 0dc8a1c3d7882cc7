using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Layers;
using Microsoft.ML.ResNet.Benchmarks.Report;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>Time of a training step by native entry.</summary>
internal sealed record BreakdownBenchmark(BenchmarkNetwork Network, ResNetPrecision Precision) : IBenchmark
{
    public string Name => $"breakdown-{Precision.Name()}-{Network.Name}";

    public bool IsInQuick => Network != BenchmarkNetwork.ResNet56;

    public void Run(BenchmarkSession session)
    {
        IReadOnlyList<NativeEntryTime> times = BreakdownProcess.Measure(new ContenderKey(
            ContenderKind.OurTraining, Network, Precision, Network.TrainingBatch, session.Threads,
            session.Files.Folder));
        double total = times.Sum(time => time.Seconds);
        session.Report.Add(new ReportTable(
            $"A training step of {Network.Name}, {Precision.Name()}, batch {Network.TrainingBatch}: "
                + $"{Cell.Number(total * 1000)} ms",
            ["entry", "calls", "ms", "%"],
            [.. times.Select(time => new[]
            {
                time.Name, Cell.Number((int)time.Calls), Cell.Number(time.Seconds * 1000), Cell.Number(100 * time.Seconds / total),
            })]));
    }
}
