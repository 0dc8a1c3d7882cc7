using Microsoft.ML.ResNet.Benchmarks.Report;

namespace Microsoft.ML.ResNet.Benchmarks.Accuracy;

/// <summary>Tables of an accuracy benchmark.</summary>
internal static class AccuracyTables
{
    private const double MostBetweenMeans = 0.7, MostLostInInt8 = 0.5; // percentage points

    public static IReadOnlyList<ReportTable> Create(IReadOnlyList<TrainedNetwork> networks) =>
        [Goals(networks), Summary(networks), All(networks)];

    private static ReportTable Goals(IReadOnlyList<TrainedNetwork> networks)
    {
        double[] means = [.. Groups(networks).Select(group => group.Average(Percent))];
        double[] drops = [.. networks.Select(network => network.Int8Drop).OfType<double>()];
        return new ReportTable(
            "Goals, in percentage points", ["quantity", "goal", "measured", ""],
            [
                Goal("largest difference between the means", means.Max() - means.Min(), MostBetweenMeans),
                Goal("mean accuracy loss in int8", drops.DefaultIfEmpty().Average(), MostLostInInt8),
                Goal("largest accuracy loss in int8", drops.DefaultIfEmpty().Max(), MostLostInInt8),
            ]);
    }

    private static string[] Goal(string what, double measured, double most) =>
        [what, $"below {Cell.Number(most)}", Cell.Number(measured), measured < most ? "met" : "missed"];

    private static ReportTable Summary(IReadOnlyList<TrainedNetwork> networks) => new(
        "Test accuracy, %",
        ["arithmetic", "trainings", "mean", "lowest", "highest", "standard deviation", "mean in int8"],
        [.. Groups(networks).Select(group => new[]
        {
            group.Key, Cell.Number(group.Count()), Cell.Percent(group.Average(Percent)), Cell.Percent(group.Min(Percent)),
            Cell.Percent(group.Max(Percent)), Cell.Percent(group.Select(Percent).StandardDeviation()),
            Cell.Percent(100 * group.Average(network => network.Int8Accuracy)),
        })]);

    private static ReportTable All(IReadOnlyList<TrainedNetwork> networks) => new(
        "All trainings, %",
        ["arithmetic", "seed", "accuracy", "int8 accuracy", "int8 loss"],
        [.. networks.OrderBy(network => network.Seed).Select(network => new[]
        {
            network.Arithmetic, Cell.Number(network.Seed), Cell.Percent(Percent(network)),
            Cell.Percent(100 * network.Int8Accuracy), Cell.Percent(network.Int8Drop),
        })]);

    private static IEnumerable<IGrouping<string, TrainedNetwork>> Groups(IEnumerable<TrainedNetwork> networks) =>
        networks.GroupBy(network => network.Arithmetic);

    private static double Percent(TrainedNetwork network) => 100 * network.Accuracy;
}
