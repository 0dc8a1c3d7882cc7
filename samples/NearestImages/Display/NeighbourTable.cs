using Microsoft.ML.ResNet.CommandLine;
using NearestImages.Searching;
using Spectre.Console;

namespace NearestImages.Display;

/// <summary>Prints neighbors and retrieval precision as tables.</summary>
internal static class NeighbourTable
{
    public static void Write(IReadOnlyList<Query> queries)
    {
        var table = new Table().AddColumns("image", "nearest images", "class");
        table.AddColumn(new TableColumn("cosine").RightAligned());
        foreach (Query query in queries)
        {
            for (int i = 0; i < query.Neighbours.Count; i++)
            {
                Found found = query.Neighbours[i];
                table.AddRow(
                    Markup.Escape(i == 0 ? query.Name : ""), Markup.Escape(found.Name), Markup.Escape(found.Class),
                    $"{found.Similarity:F3}");
            }
            table.AddEmptyRow();
        }
        AnsiConsole.Write(table);
    }

    public static void Write(RetrievalPrecision precision)
    {
        Console.WriteLine(
            $"{Format.Percent(precision.Precision)} of the {RetrievalPrecision.Neighbours} nearest neighbours of "
            + $"{precision.Images} images have the same class (by chance: {Format.Percent(precision.Chance)})");
        var table = new Table().AddColumn("class");
        table.AddColumn(new TableColumn($"precision at {RetrievalPrecision.Neighbours}").RightAligned());
        foreach ((string label, double part) in precision.ByClass)
            table.AddRow(Markup.Escape(label), Format.Percent(part));
        AnsiConsole.Write(table);
    }
}
