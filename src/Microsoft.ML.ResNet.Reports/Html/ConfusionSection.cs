using System.Globalization;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>The confusion matrix as a heat map, and the metrics of every class.</summary>
internal static class ConfusionSection
{
    private const int NamedColumns = 12; // above this, columns are numbered

    public static void Write(
        HtmlBuilder html, ConfusionCounts confusion, IReadOnlyList<string> names, int mostClasses)
    {
        IReadOnlyList<int> shown = confusion.MostConfused(mostClasses);
        html.Element("h2", "Confusion matrix").Paragraph(
            "Rows are true classes, columns are predicted classes. Cells are counts, coloured by their fraction of the row."
            + (shown.Count < confusion.Classes
                ? $" Shows the {shown.Count} of {confusion.Classes} classes with the most mistakes; fractions refer to all "
                    + "images of a class."
                : ""));
        bool areNamed = shown.Count <= NamedColumns;
        html.Raw("<div class=\"wide\"><table class=\"matrix\">").Raw("<tr><th></th>"
            + string.Concat(shown.Select(i => Head(names[i], areNamed ? names[i] : $"{i + 1}"))) + "</tr>");
        foreach (int label in shown)
        {
            html.Raw($"<tr><th>{HtmlBuilder.Escape(areNamed ? names[label] : $"{names[label]} ({label + 1})")}</th>"
                + string.Concat(shown.Select(predicted => Cell(confusion, names, label, predicted))) + "</tr>");
        }
        html.Raw("</table></div>").Raw("<details><summary>All classes</summary>")
            .Table(
                ["class", "images", "recall", "precision"],
                Enumerable.Range(0, confusion.Classes).Select(i => new[]
                {
                    names[i], NumberFormat.Count(confusion.Images(i)), NumberFormat.Percent(confusion.Recall(i)),
                    NumberFormat.Percent(confusion.Precision(i)),
                }))
            .Raw("</details>");
    }

    private static string Head(string name, string text) =>
        $"<th title=\"{HtmlBuilder.Escape(name)}\">{HtmlBuilder.Escape(text)}</th>";

    private static string Cell(ConfusionCounts confusion, IReadOnlyList<string> names, int label, int predicted)
    {
        long count = confusion[label, predicted];
        if (count == 0)
            return "<td></td>";
        double part = (double)count / confusion.Images(label);
        // Keeps a single mistake among many images visible.
        string alpha = (0.08 + 0.6 * part).ToString("F2", CultureInfo.InvariantCulture);
        string color = label == predicted ? "right" : "wrong";
        string title = $"{names[label]} predicted as {names[predicted]}: {NumberFormat.Count(count)}, {NumberFormat.Percent(part)}";
        return $"<td style=\"background:rgb(var(--{color}) / {alpha})\" title=\"{HtmlBuilder.Escape(title)}\">"
            + $"{NumberFormat.Count(count)}</td>";
    }
}
