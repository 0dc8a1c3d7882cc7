using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>All benchmarks, in the order in which they run.</summary>
internal static class BenchmarkSuite
{
    private static readonly ResNetPrecision[] s_precisions = [ResNetPrecision.Float32, ResNetPrecision.BFloat16];

    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        .. Training(ResNetPrecision.Float32, 1.6, 1.6, 1.5, 1.7),
        .. Training(ResNetPrecision.BFloat16, 1.4, 1.4, 1.4, 1.4),
        .. Inference(ResNetPrecision.Float32, 1.4, 1.4, 1.2),
        .. Inference(ResNetPrecision.BFloat16, 1.7, 1.7, 1.7),
        .. Inference(ResNetPrecision.Int8, 3, 3, 3),
        new WeightsBenchmark(BenchmarkNetwork.ResNet18),
        new WeightsBenchmark(BenchmarkNetwork.ResNet50),
        new PipelineBenchmark(BenchmarkNetwork.ResNet18),
        new ColdStartBenchmark(),
        .. s_precisions.SelectMany(Diagnostics),
        new FeaturesBenchmark(BenchmarkNetwork.ResNet18),
        new FeaturesBenchmark(BenchmarkNetwork.ResNet50),
        new AccuracyBenchmark(),
    ];

    private static IEnumerable<IBenchmark> Diagnostics(ResNetPrecision precision) =>
    [
        new ScalingBenchmark(BenchmarkNetwork.ResNet20, precision),
        new ScalingBenchmark(BenchmarkNetwork.ResNet50, precision),
        .. BenchmarkNetwork.All.Select(network => new BreakdownBenchmark(network, precision)),
        new LayersBenchmark(BenchmarkNetwork.ResNet20, precision),
        new LayersBenchmark(BenchmarkNetwork.ResNet18, precision),
        new LayersBenchmark(BenchmarkNetwork.ResNet50, precision),
    ];

    private static IEnumerable<IBenchmark> Training(
        ResNetPrecision precision, double resNet20, double resNet56, double resNet18, double resNet50) =>
    [
        new TrainingBenchmark(BenchmarkNetwork.ResNet20, precision, resNet20),
        new TrainingBenchmark(BenchmarkNetwork.ResNet56, precision, resNet56),
        new TrainingBenchmark(BenchmarkNetwork.ResNet18, precision, resNet18),
        new TrainingBenchmark(BenchmarkNetwork.ResNet50, precision, resNet50),
    ];

    private static IEnumerable<IBenchmark> Inference(
        ResNetPrecision precision, double resNet20, double resNet18, double resNet50)
    {
        (BenchmarkNetwork, double)[] goals =
        [
            (BenchmarkNetwork.ResNet20, resNet20), (BenchmarkNetwork.ResNet18, resNet18),
            (BenchmarkNetwork.ResNet50, resNet50),
        ];
        foreach ((BenchmarkNetwork network, double goal) in goals)
        {
            yield return new InferenceBenchmark(network, precision, 1, goal);
            yield return new InferenceBenchmark(network, precision, network.InferenceBatch, goal);
        }
    }
}
