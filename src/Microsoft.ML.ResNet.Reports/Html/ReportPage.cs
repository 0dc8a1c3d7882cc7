using System.Globalization;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>The page: the model, its metrics, and its mistakes.</summary>
internal sealed class ReportPage(
    ResNetClassifierTransformer classifier, TestResults results, ExamplePictures pictures, ResNetReportOptions options)
{
    private readonly HtmlBuilder _html = HtmlBuilder.Page(options.Title ?? classifier.Architecture.Name);
    private readonly ReportPlots _plots = new();

    public ResNetReportMetrics Metrics { get; } = new()
    {
        Images = results.Images,
        SkippedRows = results.Skipped,
        Accuracy = results.Labels?.ExactMatch ?? results.Confusion!.Accuracy,
        MacroAccuracy = results.Labels?.MacroF1 ?? results.Confusion!.MacroAccuracy,
        LogLoss = results.LogLoss,
        ExpectedCalibrationError = results.Reliability.ExpectedCalibrationError,
    };

    public string ToHtml()
    {
        Facts();
        Tiles();
        TrainingCurves();
        if (results.Confusion is { } confusion)
            ConfusionSection.Write(_html, confusion, classifier.ClassNames, options.ConfusionClasses);
        else
            LabelSection.Write(_html, results.Labels!);
        Reliability();
        ExampleSections examples = new(_html, classifier.ClassNames, pictures);
        if (!classifier.IsMultiLabel)
            examples.WritePairs(results.MostConfused);
        examples.WriteWorst(results.MostWrong);
        return _html.End();
    }

    private void Facts()
    {
        string channels = classifier.ImageChannels == 1 ? "gray" : "colour";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{classifier.Architecture.Name}, {NumberFormat.Count(classifier.ParameterCount)} parameters, "
            + $"{classifier.ImageWidth} x {classifier.ImageHeight} pixels in {channels}, "
            + $"{classifier.ClassNames.Count} {(classifier.IsMultiLabel ? "labels" : "classes")}, "
            + $"scored in {classifier.Precision}");
        if (classifier.TestTimeAugmentation != ResNetTestTimeAugmentation.None)
            text += $" with test-time augmentation {classifier.TestTimeAugmentation}";
        _html.Paragraph(text + ".");
        if (classifier.TrainingReport is { } training)
        {
            _html.Paragraph(
                $"Trained on {NumberFormat.Count(training.TrainingImages)} images"
                + (training.ValidationImages > 0 ? $", validated on {NumberFormat.Count(training.ValidationImages)}" : "")
                + $", for {training.Epochs.Count} epochs; the model is from epoch {training.ModelEpoch}; seed "
                + $"{training.Seed.ToString(CultureInfo.InvariantCulture)}, stop reason {training.StopReason}.");
        }
        if (results.Skipped > 0)
        {
            _html.Paragraph(
                $"{NumberFormat.Count(results.Skipped)} rows of the test set were skipped: their label is missing or their "
                + "image cannot be decoded.");
        }
    }

    private void Tiles()
    {
        _html.Raw("<div class=\"tiles\">");
        Tile("images", NumberFormat.Count(Metrics.Images));
        if (results.Labels is not { } labels)
        {
            Tile("accuracy", NumberFormat.Percent(Metrics.Accuracy));
            Tile("macro accuracy", NumberFormat.Percent(Metrics.MacroAccuracy));
        }
        else
        {
            Tile("exact match", NumberFormat.Percent(labels.ExactMatch));
            Tile("micro F1", NumberFormat.Value(labels.MicroF1));
            Tile("macro F1", NumberFormat.Value(labels.MacroF1));
            Tile("mean average precision", NumberFormat.Value(labels.MeanAveragePrecision));
        }
        Tile("log loss (nats)", NumberFormat.Value(Metrics.LogLoss));
        Tile("calibration error", NumberFormat.Percent(Metrics.ExpectedCalibrationError));
        _html.Raw("</div>");
    }

    private void Tile(string name, string value) => _html.Raw(
        $"<div class=\"tile\"><b>{HtmlBuilder.Escape(value)}</b><span class=\"dim\">{HtmlBuilder.Escape(name)}"
        + "</span></div>");

    private void TrainingCurves()
    {
        _html.Element("h2", "Training");
        if (classifier.TrainingReport is not { Epochs: { Count: > 0 } epochs })
        {
            _html.Paragraph(
                "There are no training curves, because the network was not trained in a single run of this library.");
            return;
        }
        _html.Raw("<div class=\"figures\">")
            .Raw(_plots.Curves("loss (nats)", epochs, epoch => epoch.TrainLoss, epoch => epoch.ValidationLoss));
        if (classifier.IsMultiLabel)
            _html.Raw(_plots.Curves("micro F1", epochs, e => e.TrainMicroF1, e => e.ValidationMicroF1));
        else
            _html.Raw(_plots.Curves("accuracy", epochs, e => e.TrainAccuracy, e => e.ValidationAccuracy));
        _html.Raw("</div>").Raw("<details><summary>All epochs</summary>")
            .Table(
                ["epoch", "loss", "accuracy", "validation loss", "validation accuracy", "learning rate"],
                epochs.Select(e => new[]
                {
                    NumberFormat.Count(e.Epoch), NumberFormat.Value(e.TrainLoss), NumberFormat.Percent(e.TrainAccuracy),
                    e.ValidationLoss is { } loss ? NumberFormat.Value(loss) : "–",
                    NumberFormat.Percent(e.ValidationAccuracy ?? double.NaN),
                    e.LearningRate.ToString("G3", CultureInfo.InvariantCulture),
                }))
            .Raw("</details>");
    }

    private void Reliability()
    {
        ReliabilityBins bins = results.Reliability;
        _html.Element("h2", "Reliability").Paragraph(
            (classifier.IsMultiLabel
                ? "How often a label applies, by predicted probability. "
                : "How often predictions are correct, by predicted probability. ")
            + "On the dashed line both agree; bars below it are overconfident, bars above it underconfident. "
            + "The expected calibration "
            + $"error is {NumberFormat.Percent(bins.ExpectedCalibrationError)} "
            + $"over {bins.Count} bins.");
        _html.Raw(_plots.Reliability(bins)).Raw("<details><summary>All bins</summary>")
            .Table(
                ["probability up to", "predictions", "mean probability", "correct"],
                Enumerable.Range(0, bins.Count).Where(bin => bins.Predictions(bin) > 0).Select(bin => new[]
                {
                    NumberFormat.Value((bin + 1.0) / bins.Count), NumberFormat.Count(bins.Predictions(bin)),
                    NumberFormat.Percent(bins.Confidence(bin)), NumberFormat.Percent(bins.Accuracy(bin)),
                }))
            .Raw("</details>");
    }
}
