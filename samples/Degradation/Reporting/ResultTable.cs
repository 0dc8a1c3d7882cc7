using Degradation.Experiments;
using Microsoft.ML.ResNet.CommandLine;
using Spectre.Console;

namespace Degradation.Reporting;

/// <summary>A row for each network, for the terminal and for the report.</summary>
internal static class ResultTable
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "network", "parameters", "training error (%)", "test error (%)", "iterations", "time",
        "mean standard deviation of layer responses",
    ];

    private static readonly string[] ShortColumns =
        ["network", "parameters", "train %", "test %", "iterations", "time", "response"];

    public static IEnumerable<string[]> Rows(ExperimentResults results) => results.Networks.Select(network => new[]
    {
        network.Name,
        FormattableString.Invariant($"{network.Parameters:N0}"),
        FormattableString.Invariant($"{network.TrainError:F2}"),
        FormattableString.Invariant($"{network.TestError:F2}"),
        FormattableString.Invariant($"{network.Curve[^1].Iteration:N0}"),
        Format.Duration(TimeSpan.FromSeconds(network.Seconds)),
        FormattableString.Invariant($"{network.LayerResponses.Average(layer => layer.StandardDeviation):F3}"),
    });

    public static void Write(ExperimentResults results)
    {
        Table table = new Table().SimpleBorder();
        foreach (string column in ShortColumns)
        {
            Justify alignment = column == ShortColumns[0] ? Justify.Left : Justify.Right;
            table.AddColumn(column, cells => cells.NoWrap().PadLeft(0).PadRight(1).Alignment(alignment));
        }
        foreach (string[] row in Rows(results))
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        AnsiConsole.Write(table);
    }
}
