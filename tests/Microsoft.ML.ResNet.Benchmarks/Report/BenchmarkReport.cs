namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>What has been measured so far; shows every table as soon as it is there.</summary>
internal sealed class BenchmarkReport
{
    private readonly List<Measurement> _measurements = [];
    private readonly List<ReportTable> _tables = [];

    public IReadOnlyList<Measurement> Measurements => _measurements;

    /// <summary>In the order of a reader: the summary, then what it was made from.</summary>
    public IEnumerable<ReportTable> Tables => _measurements.Count == 0
        ? _tables
        : [GoalTable.Create(_measurements), Measurement.Table("Measurements", _measurements), .. _tables];

    public void Add(string title, IReadOnlyList<Measurement> measurements)
    {
        _measurements.AddRange(measurements);
        Console.WriteLine(Measurement.Table(title, measurements));
    }

    public void Add(ReportTable table)
    {
        if (table.Rows.Count == 0)
            return;
        _tables.Add(table);
        Console.WriteLine(table);
    }

    public void ShowGoals()
    {
        if (_measurements.Count > 0)
            Console.WriteLine(GoalTable.Create(_measurements));
    }
}
