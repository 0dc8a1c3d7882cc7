using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>Compares training on two threads with training on one.</summary>
internal sealed record ScalingBenchmark(BenchmarkNetwork Network, ResNetPrecision Precision) : IBenchmark
{
    private const double Goal = 1.9;

    public string Name => $"threads-{Precision.Name()}-{Network.Name}";

    public bool IsInQuick => Network == BenchmarkNetwork.ResNet20;

    public void Run(BenchmarkSession session)
    {
        ContenderKey two = new(
            ContenderKind.OurTraining, Network, Precision, Network.TrainingBatch, Threads: 2, session.Files.Folder);
        Contender one = new("us, 1 thread", two with { Threads = 1 }, ProcessEnvironment.Plain);
        ThroughputComparison.Run(
            session, $"train {Network.Name} on 2 threads", new Contender("us", two, ProcessEnvironment.Plain),
            [new Peer(one, Goal)], Network.Layout.Training());
    }
}
