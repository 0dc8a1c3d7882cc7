namespace Microsoft.ML.ResNet.Reports;

/// <summary>Where any number of labels applies, the numbers of every label.</summary>
internal static class LabelSection
{
    public static void Write(HtmlBuilder html, ResNetMultiLabelMetrics metrics) =>
        html.Element("h2", "Labels").Table(
            ["label", "images", "precision", "recall", "F1", "average precision"],
            metrics.PerLabel.Select(label => new[]
            {
                label.Name, Numbers.Count(label.Images), Numbers.Percent(label.Precision),
                Numbers.Percent(label.Recall), Numbers.Value(label.F1), Numbers.Value(label.AveragePrecision),
            }));
}
