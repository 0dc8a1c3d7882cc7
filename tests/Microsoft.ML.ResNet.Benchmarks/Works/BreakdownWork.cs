using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Layers;
using Microsoft.ML.ResNet.Benchmarks.Report;
using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>Where the time of a training step goes, by native entry.</summary>
internal sealed record BreakdownWork(BenchmarkNetwork Network, ResNetPrecision Precision) : IWork
{
    public string Name => $"breakdown-{Precision.Name()}-{Network.Name}";

    public bool IsInQuick => Network != BenchmarkNetwork.ResNet56;

    public void Run(Session session)
    {
        IReadOnlyList<NativeEntryTime> times = BreakdownProcess.Measure(new ContenderKey(
            ContenderKind.OurTraining, Network, Precision, Network.TrainingBatch, session.Threads,
            session.Files.Folder));
        double total = times.Sum(time => time.Seconds);
        session.Report.Add(new ReportTable(
            $"A training step of {Network.Name}, {Precision.Name()}, batch {Network.TrainingBatch}: "
                + $"{Cell.Of(total * 1000)} ms",
            ["entry", "calls", "ms", "%"],
            [.. times.Select(time => new[]
            {
                time.Name, Cell.Of((int)time.Calls), Cell.Of(time.Seconds * 1000), Cell.Of(100 * time.Seconds / total),
            })]));
    }
}
