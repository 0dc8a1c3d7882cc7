using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Equivalence;
using Microsoft.ML.ResNet.Benchmarks.Workloads;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>Training steps beside TorchSharp's.</summary>
/// <param name="Network">What is trained.</param>
/// <param name="Precision">In what.</param>
/// <param name="Goal">How many times as fast as the peer's best.</param>
internal sealed record TrainingWork(BenchmarkNetwork Network, ResNetPrecision Precision, double Goal) : IWork
{
    private const double BFloat16OverDirect = 1.7, MemoryOverTunedGlibc = 2, MemoryOverJemalloc = 1;

    public string Name => $"train-{Precision.Name()}-{Network.Name}";

    public bool IsInQuick => Network != BenchmarkNetwork.ResNet56; // three ResNet-20s, as it were

    public void Run(Session session)
    {
        string work = $"train {Network.Name}";
        session.Check(
            work, Precision, () => EquivalenceProcess.CheckTraining(Network, Precision, session.Files.Folder));
        ContenderKey us = new(
            ContenderKind.OurTraining, Network, Precision, Network.TrainingBatch, session.Threads,
            session.Files.Folder);
        ThroughputMatch.Play(
            session, work, new Contender("us", us, ProcessEnvironment.Plain), [.. Peers(us, session.Pace)],
            Network.Layout.Training());
    }

    private IEnumerable<Peer> Peers(ContenderKey us, Pace pace)
    {
        ContenderKey torch = us with { Kind = ContenderKind.TorchTraining };
        if (Precision == ResNetPrecision.Float32)
        {
            yield return new(TorchPeers.AsItComes(us with { Kind = ContenderKind.TorchTrainingAsItComes }));
            foreach (Contender best in TorchPeers.Best(torch, "channels_last", pace))
                yield return new(best, Goal, MemoryGoal(best));
            yield break;
        }

        yield return new(OurFloat32.Direct(us), BFloat16OverDirect);
        foreach (Contender best in TorchPeers.Best(torch, "channels_last, fp32 master weights", pace))
            yield return new(best, Goal, MemoryGoal(best));
        if (pace.IsQuick)
            yield break;
        yield return new(OurFloat32.Fastest(us));
        foreach (Contender all in TorchPeers.Best(
            us with { Kind = ContenderKind.TorchTrainingAllBFloat16 }, "channels_last, all bf16 (not equivalent)",
            pace))
        {
            yield return new(all, 1);
        }
    }

    private static double MemoryGoal(Contender peer) =>
        peer.Environment == ProcessEnvironment.TorchTunedGlibc ? MemoryOverTunedGlibc : MemoryOverJemalloc;
}
