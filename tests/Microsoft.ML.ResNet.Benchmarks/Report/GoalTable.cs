namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>Compares every goal with the measurement against the best configuration of its peer.</summary>
internal static class GoalTable
{
    public static ReportTable Create(IEnumerable<Measurement> measurements) => new(
        "Goals",
        ["workload", "precision", "batch", "against", "goal", "measured", ""],
        [.. measurements
            .Where(measurement => measurement.Goal is not null)
            .GroupBy(m => (m.Workload, m.Precision, m.Batch, m.Goal, OwnName(m.PeerName)))
            .SelectMany(Hardest)
            .Select(m => new[]
            {
                m.Workload, m.Precision, Cell.Number(m.Batch), m.PeerName, Cell.Ratio(m.Goal), Cell.Ratio(m.Ratio),
                m.Failure is null ? Verdict(m.Ratio!.Value, m.Goal!.Value) : Cell.Missing(m.Failure),
            })]);

    // The peer's fastest configuration, and those that could not be measured: they might have been faster.
    private static IEnumerable<Measurement> Hardest(IEnumerable<Measurement> configurations)
    {
        ILookup<bool, Measurement> byFailure = configurations.ToLookup(measurement => measurement.Failure is not null);
        Measurement? hardest = byFailure[false].MinBy(measurement => measurement.Ratio);
        return hardest is null ? byFailure[true] : byFailure[true].Prepend(hardest);
    }

    // A peer's configurations share a goal. Our own other configurations are separate peers.
    private static string OwnName(string peer) => peer.StartsWith("us, ", StringComparison.Ordinal) ? peer : "";

    private static string Verdict(double ratio, double goal) =>
        ratio >= goal ? "met" : $"missed: {Cell.Number(100 * ratio / goal)} % of it";
}
