using Microsoft.ML.Data;
using Spectre.Console;

namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>The confusion matrix: a row for each true class, a column for each predicted class.</summary>
internal static class ConfusionTable
{
    private const int MaxClasses = 12; // wider tables do not fit a terminal
    private const int WorstPairs = 10;

    public static void Write(ConfusionMatrix matrix, IReadOnlyList<string> classes)
    {
        if (classes.Count > MaxClasses)
            WriteWorstPairs(matrix, classes);
        else
            WriteMatrix(matrix, classes);
    }

    /// <summary>Column headers are numbers; the row labels give the class name of each number.</summary>
    private static void WriteMatrix(ConfusionMatrix matrix, IReadOnlyList<string> classes)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(1));
        for (int i = 0; i <= classes.Count; i++)
            grid.AddColumn(new GridColumn().NoWrap().RightAligned().PadLeft(1).PadRight(0));

        grid.AddRow(
            [new Text("true \\ predicted"), .. classes.Select((_, i) => new Text($"({i + 1})")), new Text("recall")]);
        for (int row = 0; row < classes.Count; row++)
        {
            IEnumerable<Text> counts = matrix.Counts[row]
                .Select((count, column) => new Text($"{count:F0}", Shade(count, row == column)));
            grid.AddRow(
            [
                new Text($"({row + 1}) {classes[row]}"), .. counts, new Text($"{100 * matrix.PerClassRecall[row]:F0} %"),
            ]);
        }
        AnsiConsole.Write(grid);
    }

    private static Style Shade(double count, bool correct) =>
        correct ? new Style(Color.Green) : count > 0 ? new Style(Color.Red) : new Style(Color.Grey);

    private static void WriteWorstPairs(ConfusionMatrix matrix, IReadOnlyList<string> classes)
    {
        var worst =
            from row in Enumerable.Range(0, classes.Count)
            from column in Enumerable.Range(0, classes.Count)
            where row != column && matrix.Counts[row][column] > 0
            orderby matrix.Counts[row][column] descending
            select (True: classes[row], Predicted: classes[column], Count: matrix.Counts[row][column]);
        Console.WriteLine("most frequent confusions:");
        foreach (var pair in worst.Take(WorstPairs))
            Console.WriteLine($"  {pair.Count:F0} x {pair.True} classified as {pair.Predicted}");
    }
}
