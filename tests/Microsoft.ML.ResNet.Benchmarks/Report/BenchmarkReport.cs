namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>Collects the results of a run. Prints every table as soon as it is complete.</summary>
internal sealed class BenchmarkReport
{
    private readonly List<Measurement> _measurements = [];
    private readonly List<ReportTable> _tables = [];
    private readonly List<string[]> _failures = [];

    public IReadOnlyList<Measurement> Measurements => _measurements;

    /// <summary>Whether something could not be measured, or a check failed.</summary>
    public bool HasFailures => _failures.Count > 0;

    /// <summary>The goals and measurements, then the other tables.</summary>
    public IEnumerable<ReportTable> Tables =>
    [
        .. HasFailures ? [Failures] : (ReportTable[])[],
        .. _measurements.Count > 0
            ? [GoalTable.Create(_measurements), Measurement.Table("Measurements", _measurements)]
            : (ReportTable[])[],
        .. _tables,
    ];

    private ReportTable Failures => new("Missing or failed", ["what", "which", "why"], _failures);

    public void Add(string title, IReadOnlyList<Measurement> measurements)
    {
        _measurements.AddRange(measurements);
        foreach (Measurement failed in measurements.Where(measurement => measurement.Failure is not null))
        {
            AddFailure(
                $"{failed.Workload}, {failed.Precision}, batch {Cell.Number(failed.Batch)}", failed.PeerName,
                failed.Failure!);
        }
        Console.WriteLine(Measurement.Table(title, measurements));
    }

    public void Add(ReportTable table)
    {
        if (table.Rows.Count == 0)
            return;
        _tables.Add(table);
        Console.WriteLine(table);
    }

    /// <summary>Records that something could not be measured, or that a check failed.</summary>
    public void AddFailure(string what, string which, string why)
    {
        _failures.Add([what, which, why]);
        Console.Error.WriteLine($"{what}, {which}: {why}");
    }

    public void PrintSummary()
    {
        if (_measurements.Count > 0)
            Console.WriteLine(GoalTable.Create(_measurements));
        if (HasFailures)
            Console.WriteLine(Failures);
    }
}
