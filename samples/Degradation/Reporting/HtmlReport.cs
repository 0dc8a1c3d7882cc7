using System.Net;
using System.Text;
using Degradation.Experiments;
using OxyPlot;

namespace Degradation.Reporting;

/// <summary>One HTML file that needs no other: figures as SVG, the table of errors, layer responses.</summary>
internal static class HtmlReport
{
    private const string Font = "Arial"; // the browser's
    private const int Width = 560, Height = 440;

    private const string Style = """
        body { font: 15px/1.5 sans-serif; max-width: 1160px; margin: 2em auto; padding: 0 1em; color: #222; }
        table { border-collapse: collapse; }
        th, td { padding: .25em .8em; border-bottom: 1px solid #ddd; text-align: right; }
        th:first-child, td:first-child { text-align: left; }
        .figures { display: flex; flex-wrap: wrap; }
        """;

    public static string Of(ExperimentResults results)
    {
        var html = new StringBuilder();
        html.AppendLine("<!DOCTYPE html>").AppendLine("<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .AppendLine("<title>The degradation problem</title>").AppendLine($"<style>\n{Style}\n</style></head><body>")
            .AppendLine("<h1>The degradation problem</h1>");
        Paragraph(html,
            "Plain and residual networks of several depths, trained under one recipe, as in He, Zhang, Ren, Sun: "
            + "Deep Residual Learning for Image Recognition (2015), figures 1, 6 and 7.");
        Paragraph(html, $"{results.TrainImages} training images, {results.TestImages} test images; "
            + $"{results.Protocol.Describe(results.TrainImages)}.");
        Figures(html, 1,
            ErrorPlot.Create(results, residual: false, Font), ErrorPlot.Create(results, residual: true, Font));
        Paragraph(html,
            "Training error (thin) is that of the augmented images of an epoch while the weights change, test error "
            + "(bold) that after it. The constructed network's first point is before any step, its training error that "
            + "of images as they are. It is trained on in batches of at least 128 images, with a hundredth of the "
            + "learning rate, then a thousandth.");
        Table(html, ResultTable.Columns, ResultTable.Rows(results));
        html.AppendLine("<ul>");
        foreach (string sentence in Findings.Of(results))
            html.AppendLine($"<li>{Escape(sentence)}</li>");
        html.AppendLine("</ul>").AppendLine("<h2>Layer responses</h2>");
        Paragraph(html,
            "Standard deviations of the outputs of every 3x3 layer, after batch normalisation, before the shortcut is "
            + "added and before the ReLU.");
        Figures(html, 3,
            ResponsePlot.Create(results, sorted: false, Font), ResponsePlot.Create(results, sorted: true, Font));
        html.AppendLine("<details><summary>All values</summary>");
        Table(html, ["layer", .. results.Networks.Select(network => network.Name)], ResponseRows(results));
        return html.AppendLine("</details>").AppendLine("</body></html>").ToString();
    }

    private static IEnumerable<string[]> ResponseRows(ExperimentResults results)
    {
        int layers = results.Networks.Max(network => network.LayerResponses.Count);
        return Enumerable.Range(0, layers).Select(layer => (string[])
        [
            $"{layer + 1}",
            .. results.Networks.Select(network => layer < network.LayerResponses.Count
                ? FormattableString.Invariant($"{network.LayerResponses[layer].StandardDeviation:F4}")
                : ""),
        ]);
    }

    private static void Figures(StringBuilder html, int figure, params ReadOnlySpan<PlotModel> plots)
    {
        html.AppendLine("<div class=\"figures\">");
        foreach (PlotModel plot in plots)
        {
            var exporter = new SvgExporter { Width = Width, Height = Height, IsDocument = false };
            string svg = exporter.ExportToString(plot);
            // Within HTML there is no XML declaration, and the figures share one space of names.
            html.AppendLine(svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]
                .Replace("id=\"clip", $"id=\"f{figure}clip", StringComparison.Ordinal)
                .Replace("url(#clip", $"url(#f{figure}clip", StringComparison.Ordinal));
            figure++;
        }
        html.AppendLine("</div>");
    }

    private static void Table(StringBuilder html, IEnumerable<string> columns, IEnumerable<string[]> rows)
    {
        html.AppendLine("<table>").AppendLine(Row(columns, "th"));
        foreach (string[] row in rows)
            html.AppendLine(Row(row, "td"));
        html.AppendLine("</table>");
    }

    private static string Row(IEnumerable<string> cells, string tag) =>
        $"<tr>{string.Concat(cells.Select(cell => $"<{tag}>{Escape(cell)}</{tag}>"))}</tr>";

    private static void Paragraph(StringBuilder html, string text) => html.AppendLine($"<p>{Escape(text)}</p>");

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
