namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>Every work's goals beside the best that its peers do.</summary>
internal static class GoalTable
{
    public static ReportTable Create(IEnumerable<Measurement> measurements) => new(
        "Goals",
        ["work", "precision", "batch", "against", "goal", "measured", ""],
        [.. measurements
            .Where(measurement => measurement.Goal is not null)
            .GroupBy(m => (m.Work, m.Precision, m.Batch, m.Goal, OurName(m.PeerName)))
            .Select(group => group.MinBy(measurement => measurement.Ratio)!)
            .Select(hardest => new[]
            {
                hardest.Work, hardest.Precision, Cell.Number(hardest.Batch), hardest.PeerName, Cell.Ratio(hardest.Goal),
                Cell.Ratio(hardest.Ratio), Verdict(hardest.Ratio, hardest.Goal!.Value),
            })]);

    // Of a peer's configurations the best counts; ourselves in another way is a peer of its own.
    private static string OurName(string peer) => peer.StartsWith("us, ", StringComparison.Ordinal) ? peer : "";

    private static string Verdict(double ratio, double goal) =>
        ratio >= goal ? "met" : $"missed: {Cell.Number(100 * ratio / goal)} % of it";
}
