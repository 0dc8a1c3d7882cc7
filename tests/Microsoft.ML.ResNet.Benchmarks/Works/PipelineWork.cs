using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>JPEG files decoded, resized and scored in an ML.NET pipeline, beside ML.NET's own transforms.</summary>
internal sealed record PipelineWork(BenchmarkNetwork Network) : IWork
{
    private const double Goal = 2;

    public string Name => $"jpeg-{Network.Name}";

    public void Run(Session session)
    {
        session.Files.AddValues(Network);
        session.Files.AddOnnx(Network);
        session.Files.AddImages();
        // Pipelines score image by image for whoever reads them, and each choose how many they compute at once.
        ContenderKey us = new(
            ContenderKind.OurPipeline, Network, ResNetPrecision.Float32, Batch: 0, session.Threads, session.Files.Folder);
        Contender peer = new(
            "LoadImages, ResizeImages, ExtractPixels, ApplyOnnxModel", us with { Kind = ContenderKind.MlNetPipeline },
            ProcessEnvironment.Plain);
        ThroughputMatch.Play(
            session, $"score JPEG files with {Network.Name}", new Contender("us", us, ProcessEnvironment.Plain),
            [new Peer(peer, Goal)], operations: null, session.Pace.ForShortSteps);
    }
}
