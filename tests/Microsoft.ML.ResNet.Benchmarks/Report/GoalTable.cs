namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>Every work's goals beside the best that its peers do.</summary>
internal static class GoalTable
{
    public static ReportTable Create(IEnumerable<Measurement> measurements) => new(
        "Goals",
        ["work", "precision", "batch", "against", "ratio", "goal", "reached"],
        [.. measurements
            .Where(measurement => measurement.Goal is not null)
            .GroupBy(m => (m.Work, m.Precision, m.Batch, m.Goal))
            .Select(group => group.MinBy(measurement => measurement.Ratio)!)
            .Select(hardest => new[]
            {
                hardest.Work, hardest.Precision, Cell.Of(hardest.Batch), hardest.PeerName, Cell.Ratio(hardest.Ratio),
                Cell.Ratio(hardest.Goal), Reached(hardest.Ratio, hardest.Goal!.Value),
            })]);

    private static string Reached(double ratio, double goal) =>
        ratio >= goal ? "yes" : $"{Cell.Of(100 * ratio / goal)} % of it";
}
