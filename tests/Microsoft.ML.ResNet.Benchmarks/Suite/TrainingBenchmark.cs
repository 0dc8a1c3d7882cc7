using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Equivalence;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>Compares training steps with TorchSharp.</summary>
/// <param name="Network">The network.</param>
/// <param name="Precision">Our precision.</param>
/// <param name="Goal">Target ratio to the peer's best configuration.</param>
internal sealed record TrainingBenchmark(BenchmarkNetwork Network, ResNetPrecision Precision, double Goal) : IBenchmark
{
    private const double BFloat16OverDirect = 1.7, MemoryOverTunedGlibc = 2, MemoryOverJemalloc = 1;

    public string Name => $"train-{Precision.Name()}-{Network.Name}";

    public bool IsInQuick => Network != BenchmarkNetwork.ResNet56; // similar to ResNet-20, but three times as long

    public void Run(BenchmarkSession session)
    {
        string workload = $"train {Network.Name}";
        session.Check(
            workload, Precision, () => EquivalenceProcess.CheckTraining(Network, Precision, session.Files.Folder));
        ContenderKey us = new(
            ContenderKind.OurTraining, Network, Precision, Network.TrainingBatch, session.Threads,
            session.Files.Folder);
        ThroughputComparison.Run(
            session, workload, new Contender("us", us, ProcessEnvironment.Plain), [.. Peers(us, session.Plan)],
            Network.Layout.Training());
    }

    private IEnumerable<Peer> Peers(ContenderKey us, SamplingPlan plan)
    {
        ContenderKey torch = us with { Kind = ContenderKind.TorchTraining };
        if (Precision == ResNetPrecision.Float32)
        {
            yield return new(TorchPeers.Default(us with { Kind = ContenderKind.TorchTrainingDefault }));
            foreach (Contender best in TorchPeers.Best(torch, "channels_last", plan))
                yield return new(best, Goal, MemoryGoal(best));
            yield break;
        }

        yield return new(OwnFloat32.Direct(us), BFloat16OverDirect);
        foreach (Contender best in TorchPeers.Best(torch, "channels_last, fp32 master weights", plan))
            yield return new(best, Goal, MemoryGoal(best));
        if (plan.IsQuick)
            yield break;
        yield return new(OwnFloat32.Fastest(us));
        foreach (Contender all in TorchPeers.Best(
            us with { Kind = ContenderKind.TorchTrainingAllBFloat16 }, "channels_last, all bf16 (not equivalent)",
            plan))
        {
            yield return new(all, 1);
        }
    }

    private static double MemoryGoal(Contender peer) =>
        peer.Environment == ProcessEnvironment.TorchTunedGlibc ? MemoryOverTunedGlibc : MemoryOverJemalloc;
}
