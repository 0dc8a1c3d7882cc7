using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>
/// Compares decoding, resizing and scoring JPEG files in an ML.NET pipeline with ML.NET's own transforms.
/// </summary>
internal sealed record PipelineBenchmark(BenchmarkNetwork Network) : IBenchmark
{
    private const double Goal = 2;

    public string Name => $"jpeg-{Network.Name}";

    public void Run(BenchmarkSession session)
    {
        session.Files.AddValues(Network);
        session.Files.AddOnnx(Network);
        session.Files.AddImages();
        // Pipelines choose their batch size themselves, hence 0.
        ContenderKey us = new(
            ContenderKind.OurPipeline, Network, ResNetPrecision.Float32, Batch: 0, session.Threads, session.Files.Folder);
        Contender peer = new(
            "LoadImages, ResizeImages, ExtractPixels, ApplyOnnxModel", us with { Kind = ContenderKind.MlNetPipeline },
            ProcessEnvironment.Plain);
        ThroughputComparison.Run(
            session, $"score JPEG files with {Network.Name}", new Contender("us", us, ProcessEnvironment.Plain),
            [new Peer(peer, Goal)], operations: null, session.Plan.ForShortSteps);
    }
}
