using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Benchmarks.Report;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>Measures our throughput and that of peers, and reports the ratios.</summary>
internal static class ThroughputComparison
{
    /// <param name="session">The run.</param>
    /// <param name="workload">What is computed, for the tables.</param>
    /// <param name="us">Our contender.</param>
    /// <param name="peers">The peers.</param>
    /// <param name="operations">Operations per image; null to report none.</param>
    /// <param name="plan">Rounds and duration; null for the session's.</param>
    public static void Run(
        BenchmarkSession session, string workload, Contender us, IReadOnlyList<Peer> peers, double? operations,
        SamplingPlan? plan = null)
    {
        IReadOnlyList<ContenderResult> results =
            RoundRobin.Run([us, .. peers.Select(peer => peer.Contender)], plan ?? session.Plan);
        List<Measurement> measurements = [];
        foreach ((Peer peer, ContenderResult theirs) in peers.Zip(results.Skip(1)))
        {
            Measurement speed = Compare(session, workload, results[0], theirs, operations) with { Goal = peer.Goal };
            measurements.Add(speed);
            if (peer.MemoryGoal is { } goal)
                measurements.Add(CompareMemory(speed) with { Goal = goal });
        }
        session.Report.Add(workload, measurements);
    }

    private static Measurement Compare(
        BenchmarkSession session, string workload, ContenderResult us, ContenderResult peer, double? operations)
    {
        ContenderKey key = us.Contender.Key;
        Measurement measurement = new()
        {
            Workload = workload,
            Precision = key.Precision.Name(),
            Threads = key.Threads,
            Batch = key.Batch,
            PeerName = peer.Contender.Name,
            Unit = key.Batch == 1 ? "ms" : "images/s",
        };
        if (us.Failure is null)
        {
            double? gflops = us.Rate * operations / 1e9;
            measurement = measurement with
            {
                Us = InUnit(us.Rate, key.Batch),
                Gflops = gflops,
                PercentOfPeak = 100 * gflops / session.Limits.Peak(key.Precision),
                ResidentMegabytes = us.PeakMegabytes,
            };
        }
        if (peer.Failure is null)
        {
            measurement = measurement with
            {
                Peer = InUnit(peer.Rate, key.Batch),
                PeerResidentMegabytes = peer.PeakMegabytes,
            };
        }
        return (us.Failure, peer.Failure) switch
        {
            (null, null) => measurement with { Ratio = us.Ratio(peer) },
            ({ } failure, _) => measurement with { Failure = $"{us.Contender.Name}: {failure}" },
            (_, { } failure) => measurement with { Failure = failure },
        };
    }

    private static Measurement CompareMemory(Measurement speed) => speed with
    {
        Workload = "memory to " + speed.Workload,
        Us = speed.ResidentMegabytes,
        Peer = speed.PeerResidentMegabytes,
        Unit = "MB",
        Ratio = speed.PeerResidentMegabytes / speed.ResidentMegabytes,
        Gflops = null,
        PercentOfPeak = null,
    };

    // Latency for single images, throughput for batches.
    private static double InUnit(double imagesPerSecond, int batch) =>
        batch == 1 ? 1000 / imagesPerSecond : imagesPerSecond;
}
