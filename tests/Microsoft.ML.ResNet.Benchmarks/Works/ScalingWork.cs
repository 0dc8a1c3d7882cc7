using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>Training on two threads beside training on one.</summary>
internal sealed record ScalingWork(BenchmarkNetwork Network, ResNetPrecision Precision) : IWork
{
    private const double Goal = 1.9;

    public string Name => $"threads-{Precision.Name()}-{Network.Name}";

    public bool IsInQuick => Network == BenchmarkNetwork.ResNet20;

    public void Run(Session session)
    {
        ContenderKey two = new(
            ContenderKind.OurTraining, Network, Precision, Network.TrainingBatch, Threads: 2, session.Files.Folder);
        Contender one = new("us, 1 thread", two with { Threads = 1 }, ProcessEnvironment.Plain);
        ThroughputMatch.Play(
            session, $"train {Network.Name} on 2 threads", new Contender("us", two, ProcessEnvironment.Plain),
            [new Peer(one, Goal)], Network.Layout.Training());
    }
}
