using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>
/// Compares features of JPEG files with scores of the same files: features skip the head, but maps need a
/// transposition.
/// </summary>
internal sealed record FeaturesBenchmark(BenchmarkNetwork Network) : IBenchmark
{
    public string Name => $"features-{Network.Name}";

    public bool IsOnlyByName => true;

    public void Run(BenchmarkSession session)
    {
        session.Files.AddValues(Network);
        session.Files.AddImages();
        ContenderKey features = new(
            ContenderKind.OurFeatures, Network, ResNetPrecision.Float32, Batch: 0, session.Threads, session.Files.Folder);
        Peer scores = new(
            new Contender("scores", features with { Kind = ContenderKind.OurPipeline }, ProcessEnvironment.Plain),
            Goal: null);
        Compare("pooled features", features);
        Compare("maps of all stages", features with { Kind = ContenderKind.OurMaps });

        void Compare(string what, ContenderKey key) => ThroughputComparison.Run(
            session, $"{what} of JPEG files with {Network.Name}", new Contender("us", key, ProcessEnvironment.Plain),
            [scores], operations: null, session.Plan.ForShortSteps);
    }
}
