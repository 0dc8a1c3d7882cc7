using Degradation.Experiments;
using Microsoft.ML.ResNet.Reports;
using OxyPlot;

namespace Degradation.Reporting;

/// <summary>A self-contained HTML file: figures as SVG, the table of errors, layer responses.</summary>
internal static class HtmlReport
{
    private const string Font = "Arial"; // a font that every browser has

    public static string Create(ExperimentResults results)
    {
        HtmlBuilder html = HtmlBuilder.Page("The degradation problem")
            .Paragraph(
                "Plain and residual networks of several depths, trained with the same recipe, as in He, Zhang, Ren, Sun: "
                + "Deep Residual Learning for Image Recognition (2015), figures 1, 6 and 7.")
            .Paragraph($"{results.TrainImages} training images, {results.TestImages} test images; "
                + $"{results.Protocol.Describe(results.TrainImages)}.");
        var figures = new SvgFigures(width: 560, height: 440);
        Figures(
            ErrorPlot.Create(results, residual: false, Font), ErrorPlot.Create(results, residual: true, Font));
        html.Paragraph(
                "The training error (thin) is measured on the augmented images of an epoch while the weights change, the "
                + "test error (bold) after the epoch. The first point of the constructed network is measured before the "
                + "first step and without augmentation. It is trained in batches of at least 128 images, with a hundredth "
                + "of the learning rate, then a thousandth.")
            .Table(ResultTable.Columns, ResultTable.Rows(results))
            .Raw("<ul>");
        foreach (string sentence in Findings.Describe(results))
            html.Element("li", sentence);
        html.Raw("</ul>").Element("h2", "Layer responses").Paragraph(
            "Standard deviation of the output of each 3x3 layer after batch normalisation, before the shortcut and the "
            + "ReLU.");
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
