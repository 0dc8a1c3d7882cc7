using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Report;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>We against peers, and what is to be told of it.</summary>
internal static class ThroughputComparison
{
    /// <summary>A thread that spins for its next turn would be a whole one.</summary>
    private const double MostIdleLoad = 0.25;

    /// <param name="session">The run.</param>
    /// <param name="work">What is done, for the tables.</param>
    /// <param name="us">Our contender.</param>
    /// <param name="peers">The others.</param>
    /// <param name="operations">Of an image; null where they are not the point.</param>
    /// <param name="pace">Null for the run's.</param>
    public static void Play(
        BenchmarkSession session, string work, Contender us, IReadOnlyList<Peer> peers, double? operations,
        SamplingPlan? pace = null)
    {
        IReadOnlyList<ContenderResult> standings =
            RoundRobin.Play([us, .. peers.Select(peer => peer.Contender)], pace ?? session.SamplingPlan);
        if (standings.MaxBy(standing => standing.IdleLoad) is { IdleLoad: > MostIdleLoad } busy)
        {
            throw new InvalidOperationException(
                $"{busy.Contender.Name} computes out of turn: {busy.IdleLoad:P0} of a processor.");
        }

        ContenderResult our = standings[0];
        int batch = us.Key.Batch;
        double? gflops = our.Rate * operations / 1e9;
        List<Measurement> measurements = [];
        for (int i = 0; i < peers.Count; i++)
        {
            ContenderResult peer = standings[i + 1];
            Measurement speed = new()
            {
                Work = work,
                Precision = us.Key.Precision.Name(),
                Threads = us.Key.Threads,
                Batch = batch,
                Us = InUnit(our.Rate, batch),
                Peer = InUnit(peer.Rate, batch),
                PeerName = peer.Contender.Name,
                Unit = batch == 1 ? "ms" : "images/s",
                Ratio = our.Ratio(peer),
                Gflops = gflops,
                PercentOfPeak = 100 * gflops / session.Limits.Peak(us.Key.Precision),
                ResidentMegabytes = our.PeakMegabytes,
                PeerResidentMegabytes = peer.PeakMegabytes,
                Goal = peers[i].Goal,
            };
            measurements.Add(speed);
            if (peers[i].MemoryGoal is { } goal)
            {
                measurements.Add(speed with
                {
                    Work = "memory to " + work,
                    Us = our.PeakMegabytes,
                    Peer = peer.PeakMegabytes,
                    Unit = "MB",
                    Ratio = peer.PeakMegabytes / our.PeakMegabytes,
                    Gflops = null,
                    PercentOfPeak = null,
                    Goal = goal,
                });
            }
        }
        session.Report.Add(work, measurements);
    }

    // Single images are waited for, many are counted.
    private static double InUnit(double imagesPerSecond, int batch) =>
        batch == 1 ? 1000 / imagesPerSecond : imagesPerSecond;
}
