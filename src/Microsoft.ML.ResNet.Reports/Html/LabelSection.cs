namespace Microsoft.ML.ResNet.Reports;

/// <summary>The metrics of every label of a multi-label model.</summary>
internal static class LabelSection
{
    public static void Write(HtmlBuilder html, ResNetMultiLabelMetrics metrics) =>
        html.Element("h2", "Labels").Table(
            ["label", "images", "precision", "recall", "F1", "average precision"],
            metrics.PerLabel.Select(label => new[]
            {
                label.Name, NumberFormat.Count(label.Images), NumberFormat.Percent(label.Precision),
                NumberFormat.Percent(label.Recall), NumberFormat.Value(label.F1), NumberFormat.Value(label.AveragePrecision),
            }));
}
