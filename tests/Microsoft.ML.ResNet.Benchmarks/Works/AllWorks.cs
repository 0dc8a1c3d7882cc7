using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>The benchmark, in the order in which it runs.</summary>
internal static class AllWorks
{
    private static readonly Precision[] s_precisions = [Precision.Float32, Precision.BFloat16];

    public static IReadOnlyList<IWork> List { get; } =
    [
        .. Training(Precision.Float32, 1.6, 1.6, 1.5, 1.7),
        .. Training(Precision.BFloat16, 1.4, 1.4, 1.4, 1.4),
        .. Inference(Precision.Float32, 1.4, 1.4, 1.2),
        .. Inference(Precision.BFloat16, 1.7, 1.7, 1.7),
        .. Inference(Precision.Int8, 3, 3, 3),
        new WeightsWork(BenchmarkNetwork.ResNet18),
        new WeightsWork(BenchmarkNetwork.ResNet50),
        new PipelineWork(BenchmarkNetwork.ResNet18),
        new ColdStartWork(),
        .. s_precisions.SelectMany(Explanations),
        new FeaturesWork(BenchmarkNetwork.ResNet18),
        new FeaturesWork(BenchmarkNetwork.ResNet50),
        new AccuracyWork(),
    ];

    private static IEnumerable<IWork> Explanations(Precision precision) =>
    [
        new ScalingWork(BenchmarkNetwork.ResNet20, precision),
        new ScalingWork(BenchmarkNetwork.ResNet50, precision),
        .. BenchmarkNetwork.All.Select(network => new BreakdownWork(network, precision)),
        new LayersWork(BenchmarkNetwork.ResNet20, precision),
        new LayersWork(BenchmarkNetwork.ResNet18, precision),
        new LayersWork(BenchmarkNetwork.ResNet50, precision),
    ];

    private static IEnumerable<IWork> Training(
        Precision precision, double resNet20, double resNet56, double resNet18, double resNet50) =>
    [
        new TrainingWork(BenchmarkNetwork.ResNet20, precision, resNet20),
        new TrainingWork(BenchmarkNetwork.ResNet56, precision, resNet56),
        new TrainingWork(BenchmarkNetwork.ResNet18, precision, resNet18),
        new TrainingWork(BenchmarkNetwork.ResNet50, precision, resNet50),
    ];

    private static IEnumerable<IWork> Inference(
        Precision precision, double resNet20, double resNet18, double resNet50)
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
