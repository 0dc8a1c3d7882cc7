using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Layers;
using Microsoft.ML.ResNet.Benchmarks.Report;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>
/// The three passes of every distinct convolution of a network, ordered by the time they lose to the machine's limit.
/// </summary>
internal sealed record LayersBenchmark(BenchmarkNetwork Network, ResNetPrecision Precision) : IBenchmark
{
    private const double PartOfATurn = 1 / 20.0;

    private sealed record Row(string Layer, int Count, double Operations, double[] Seconds)
    {
        public double Lost(double peak) => Count * (Seconds.Sum() - Seconds.Length * Operations / peak);
    }

    public string Name => $"layers-{Precision.Name()}-{Network.Name}";

    public void Run(BenchmarkSession session)
    {
        double peak = session.Limits.Peak(Precision) * 1e9;
        using NativeContext context = NativeContext.Create(session.Threads);
        Row[] rows = [.. Network.Layout.Units
            .Select(unit => unit.Convolution)
            .GroupBy(layer => layer with { Weights = new ParameterRange(0, layer.Weights.Length) })
            .Select(group => Time(group.Key, group.Count(), context, session.Plan.Seconds * PartOfATurn))
            .OrderByDescending(row => row.Lost(peak))];
        session.Report.Add(new ReportTable(
            $"Convolutions of {Network.Name}, {Precision.Name()}, batch {Network.TrainingBatch}, "
                + $"{session.Threads} threads",
            [
                "layer", "times", "forward GFLOP/s", "%", "backward data GFLOP/s", "%",
                "backward weights GFLOP/s", "%", "ms a step over the limit",
            ],
            [.. rows.Select(row => Cells(row, peak))]));
    }

    private Row Time(ConvolutionLayout layer, int count, NativeContext context, double seconds)
    {
        using LayerTiming timing = new(layer, Network.TrainingBatch, Arithmetic.Of(Precision), context);
        bool first = layer.InChannels == Network.Layout.Channels; // the gradient of the images is not needed
        double[] passes = first
            ? [timing.Forward(seconds), timing.BackwardWeights(seconds)]
            : [timing.Forward(seconds), timing.BackwardWeights(seconds), timing.BackwardData(seconds)];
        return new Row(
            $"{layer.Kernel}x{layer.Kernel} {layer.InChannels}->{layer.OutChannels}, "
                + $"{layer.Height}x{layer.Width} /{layer.Stride}",
            count, layer.Forward() * Network.TrainingBatch, passes);
    }

    private static string[] Cells(Row row, double peak)
    {
        string[] data = row.Seconds.Length < 3 ? ["", ""] : Speed(row.Seconds[2]);
        return
        [
            row.Layer, Cell.Number(row.Count), .. Speed(row.Seconds[0]), .. data, .. Speed(row.Seconds[1]),
            Cell.Number(row.Lost(peak) * 1000),
        ];

        string[] Speed(double seconds) =>
            [Cell.Number(row.Operations / seconds / 1e9), Cell.Number(100 * row.Operations / seconds / peak)];
    }
}
