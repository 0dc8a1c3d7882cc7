using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>Features of JPEG files beside scores of the same: the head is left out, maps are re-laid out.</summary>
internal sealed record FeaturesWork(BenchmarkNetwork Network) : IWork
{
    public string Name => $"features-{Network.Name}";

    public bool IsOnlyByName => true;

    public void Run(Session session)
    {
        session.Files.AddValues(Network);
        session.Files.AddImages();
        ContenderKey features = new(
            ContenderKind.OurFeatures, Network, ResNetPrecision.Float32, Batch: 0, session.Threads, session.Files.Folder);
        Peer scores = new(
            new Contender("scores", features with { Kind = ContenderKind.OurPipeline }, ProcessEnvironment.Plain),
            Goal: null);
        Play("pooled features", features);
        Play("maps of all stages", features with { Kind = ContenderKind.OurMaps });

        void Play(string what, ContenderKey key) => ThroughputMatch.Play(
            session, $"{what} of JPEG files with {Network.Name}", new Contender("us", key, ProcessEnvironment.Plain),
            [scores], operations: null, session.Pace.ForShortSteps);
    }
}
