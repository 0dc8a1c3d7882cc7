using Microsoft.ML.ResNet.Benchmarks.Accuracy;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Equivalence;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Benchmarks.Machine;
using Microsoft.ML.ResNet.Benchmarks.Report;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>State that the benchmarks of one run share.</summary>
internal sealed class BenchmarkSession(int threads, SamplingPlan plan, AccuracyRequest? accuracy) : IDisposable
{
    private readonly HashSet<(string, ResNetPrecision)> _checked = [];
    private readonly List<string[]> _deviations = [];

    public int Threads { get; } = threads;

    public SamplingPlan Plan { get; } = plan;

    /// <summary>Null without images to train on.</summary>
    public AccuracyRequest? Accuracy { get; } = accuracy;

    public SharedFiles Files { get; } = new();

    public BenchmarkReport Report { get; } = new();

    public MachineLimits Limits { get; } = MachineLimits.Measure(threads);

    /// <summary>Results of all checks.</summary>
    public ReportTable Deviations => new(
        "Equivalence: deviations from TorchSharp's fp64",
        ["workload", "precision", "quantity", "ours", "the peer's", "tolerance"], _deviations);

    /// <summary>Checks that we and the peer compute the same; once for every workload and precision.</summary>
    public void Check(string workload, ResNetPrecision precision, Func<IReadOnlyList<Deviation>> check)
    {
        if (!_checked.Add((workload, precision)))
            return;
        try
        {
            foreach (Deviation deviation in check())
                Add(workload, precision, deviation);
        }
        catch (ChildProcessException exception)
        {
            _deviations.Add([workload, precision.Name(), Cell.Missing(exception.Message), "", "", ""]);
            Report.AddFailure($"{workload}, {precision.Name()}", "equivalence check", exception.Message);
        }
    }

    public void Dispose() => Files.Dispose();

    private void Add(string workload, ResNetPrecision precision, Deviation deviation)
    {
        _deviations.Add(
        [
            workload, precision.Name(), deviation.Quantity, Cell.Scientific(deviation.Ours),
            Cell.Scientific(deviation.Peers), Cell.Scientific(deviation.Tolerance),
        ]);
        if (!deviation.IsWithin)
        {
            Report.AddFailure(
                $"{workload}, {precision.Name()}", "equivalence check",
                $"{deviation.Quantity} deviate by {Cell.Scientific(deviation.Ours)}, the peer's by "
                + $"{Cell.Scientific(deviation.Peers)}; the tolerance is {Cell.Scientific(deviation.Tolerance)}");
        }
    }
}
