using Degradation.Experiments;
using Microsoft.ML.ResNet.Reports;
using OxyPlot;

namespace Degradation.Reporting;

/// <summary>One HTML file that needs no other: figures as SVG, the table of errors, layer responses.</summary>
internal static class HtmlReport
{
    private const string Font = "Arial"; // the browser's

    public static string Of(ExperimentResults results)
    {
        HtmlBuilder html = HtmlBuilder.Page("The degradation problem")
            .Paragraph(
                "Plain and residual networks of several depths, trained under one recipe, as in He, Zhang, Ren, Sun: "
                + "Deep Residual Learning for Image Recognition (2015), figures 1, 6 and 7.")
            .Paragraph($"{results.TrainImages} training images, {results.TestImages} test images; "
                + $"{results.Protocol.Describe(results.TrainImages)}.");
        var figures = new SvgFigures(width: 560, height: 440);
        Figures(
            ErrorPlot.Create(results, residual: false, Font), ErrorPlot.Create(results, residual: true, Font));
        html.Paragraph(
                "Training error (thin) is that of the augmented images of an epoch while the weights change, test "
                + "error (bold) that after it. The constructed network's first point is before any step, its training error "
                + "that of images as they are. It is trained on in batches of at least 128 images, with a hundredth of "
                + "the learning rate, then a thousandth.")
            .Table(ResultTable.Columns, ResultTable.Rows(results))
            .Raw("<ul>");
        foreach (string sentence in Findings.Of(results))
            html.Element("li", sentence);
        html.Raw("</ul>").Element("h2", "Layer responses").Paragraph(
            "Standard deviations of the outputs of every 3x3 layer, after batch normalisation, before the shortcut is "
            + "added and before the ReLU.");
        Figures(ResponsePlot.Create(results, sorted: false, Font), ResponsePlot.Create(results, sorted: true, Font));
        return html.Raw("<details><summary>All values</summary>")
            .Table(["layer", .. results.Networks.Select(network => network.Name)], ResponseRows(results))
            .Raw("</details>").End();

        void Figures(PlotModel left, PlotModel right) =>
            html.Raw($"<div class=\"figures\">{figures.Svg(left)}{figures.Svg(right)}</div>");
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
}
