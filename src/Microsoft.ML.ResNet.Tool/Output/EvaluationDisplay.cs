using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Display;
using Spectre.Console;

namespace Microsoft.ML.ResNet.Tool.Output;

/// <summary>Prints metrics, the confusion matrix, and a row for each class.</summary>
internal static class EvaluationDisplay
{
    public static void Write(Evaluation evaluation)
    {
        Console.WriteLine(Summary(evaluation));
        if (evaluation.Matrix is { } matrix)
            ConfusionTable.Write(matrix, [.. evaluation.Classes.Select(c => c.Name)]);
        bool several = evaluation.Matrix is null;
        Table table = new Table().RoundedBorder();
        table.AddColumn(several ? "label" : "class");
        string[] last = several ? ["average precision"] : [];
        foreach (string column in (string[])["images", "precision", "recall", "F1", .. last])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (ClassEvaluation row in evaluation.Classes)
        {
            table.AddRow(
            [
                .. new[] { row.Name, $"{row.Images}", Percent(row.Precision), Percent(row.Recall), Percent(row.F1) }
                    .Select(cell => new Text(cell)),
                .. several ? [new Text(Percent(row.AveragePrecision))] : Array.Empty<Text>(),
            ]);
        }
        AnsiConsole.Write(table);
    }

    private static string Summary(Evaluation e) => e.Accuracy is { } accuracy
        ? $"{Format.Percent(accuracy)} of {e.Images} images are classified correctly, loss {e.LogLoss:F4}"
            + (e.Unknown is { } unknown ? $"; {unknown} are below the model's threshold for every class" : "")
        : $"{e.Images} images: F1 {e.MicroF1:F4} micro, {e.MacroF1:F4} macro, mean average precision "
            + $"{e.MeanAveragePrecision:F4}, exact match {Format.Percent(e.ExactMatch!.Value)}";

    private static string Percent(double? part) => part is { } value ? Format.Percent(value) : "-";
}
