using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>The benchmark, in the order in which it runs.</summary>
internal static class AllWorks
{
    private static readonly ResNetPrecision[] s_precisions = [ResNetPrecision.Float32, ResNetPrecision.BFloat16];

    public static IReadOnlyList<IWork> List { get; } =
    [
        .. Training(ResNetPrecision.Float32, 1.6, 1.6, 1.5, 1.7),
        .. Training(ResNetPrecision.BFloat16, 1.4, 1.4, 1.4, 1.4),
        .. Inference(ResNetPrecision.Float32, 1.4, 1.4, 1.2),
        .. Inference(ResNetPrecision.BFloat16, 1.7, 1.7, 1.7),
        .. Inference(ResNetPrecision.Int8, 3, 3, 3),
        new WeightsWork(BenchmarkNetwork.ResNet18),
        new WeightsWork(BenchmarkNetwork.ResNet50),
        new PipelineWork(BenchmarkNetwork.ResNet18),
        new ColdStartWork(),
        .. s_precisions.SelectMany(Explanations),
        new FeaturesWork(BenchmarkNetwork.ResNet18),
        new FeaturesWork(BenchmarkNetwork.ResNet50),
        new AccuracyWork(),
    ];

    private static IEnumerable<IWork> Explanations(ResNetPrecision precision) =>
    [
        new ScalingWork(BenchmarkNetwork.ResNet20, precision),
        new ScalingWork(BenchmarkNetwork.ResNet50, precision),
        .. BenchmarkNetwork.All.Select(network => new BreakdownWork(network, precision)),
        new LayersWork(BenchmarkNetwork.ResNet20, precision),
        new LayersWork(BenchmarkNetwork.ResNet18, precision),
        new LayersWork(BenchmarkNetwork.ResNet50, precision),
    ];

    private static IEnumerable<IWork> Training(
        ResNetPrecision precision, double resNet20, double resNet56, double resNet18, double resNet50) =>
    [
        new TrainingWork(BenchmarkNetwork.ResNet20, precision, resNet20),
        new TrainingWork(BenchmarkNetwork.ResNet56, precision, resNet56),
        new TrainingWork(BenchmarkNetwork.ResNet18, precision, resNet18),
        new TrainingWork(BenchmarkNetwork.ResNet50, precision, resNet50),
    ];

    private static IEnumerable<IWork> Inference(
        ResNetPrecision precision, double resNet20, double resNet18, double resNet50)
    {
        (BenchmarkNetwork, double)[] goals =
        [
            (BenchmarkNetwork.ResNet20, resNet20), (BenchmarkNetwork.ResNet18, resNet18),
            (BenchmarkNetwork.ResNet50, resNet50),
        ];
        foreach ((BenchmarkNetwork network, double goal) in goals)
        {
            yield return new InferenceWork(network, precision, 1, goal);
            yield return new InferenceWork(network, precision, network.InferenceBatch, goal);
        }
    }
}
