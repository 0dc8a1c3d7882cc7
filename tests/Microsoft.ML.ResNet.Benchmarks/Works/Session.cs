using Microsoft.ML.ResNet.Benchmarks.Accuracy;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Equivalence;
using Microsoft.ML.ResNet.Benchmarks.Machine;
using Microsoft.ML.ResNet.Benchmarks.Report;
using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>What the works of one run share.</summary>
internal sealed class Session(int threads, Pace pace, AccuracyRequest? accuracy) : IDisposable
{
    private readonly HashSet<(string, ResNetPrecision)> _checked = [];
    private readonly List<string[]> _deviations = [];

    public int Threads { get; } = threads;

    public Pace Pace { get; } = pace;

    /// <summary>Null without images to train on.</summary>
    public AccuracyRequest? Accuracy { get; } = accuracy;

    public SharedFiles Files { get; } = new();

    public BenchmarkReport Report { get; } = new();

    public MachineLimits Limits { get; } = MachineLimits.Measure(threads);

    /// <summary>The check's part of the report.</summary>
    public ReportTable Deviations => new(
        "Equivalence: deviations from TorchSharp's fp64",
        ["work", "precision", "quantity", "ours", "the peer's", "ours may be"], _deviations);

    /// <summary>Keeps what a check finds, which is done once for every work and precision.</summary>
    /// <exception cref="InvalidOperationException">We and the peer do not compute the same.</exception>
    public void Check(string work, ResNetPrecision precision, Func<IReadOnlyList<Deviation>> check)
    {
        if (!_checked.Add((work, precision)))
            return;
        foreach (Deviation deviation in check())
        {
            _deviations.Add(
            [
                work, precision.Name(), deviation.Quantity, Cell.Scientific(deviation.Ours),
                Cell.Scientific(deviation.Peers), Cell.Scientific(deviation.Tolerance),
            ]);
            if (!deviation.IsWithin)
            {
                throw new InvalidOperationException(
                    $"{work}, {precision.Name()}: we and the peer do not compute the same: {deviation}.");
            }
        }
    }

    public void Dispose() => Files.Dispose();
}
