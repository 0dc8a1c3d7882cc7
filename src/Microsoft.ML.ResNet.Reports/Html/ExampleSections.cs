namespace Microsoft.ML.ResNet.Reports;

/// <summary>Misclassified images, each beside a heat map of the evidence for the prediction.</summary>
internal sealed class ExampleSections(HtmlBuilder html, IReadOnlyList<string> names, ExamplePictures pictures)
{
    public void WritePairs(IReadOnlyList<ConfusedPair> pairs)
    {
        html.Element("h2", "Most confused");
        if (pairs.Count == 0)
        {
            html.Paragraph("No image was misclassified.");
            return;
        }
        foreach (ConfusedPair pair in pairs)
        {
            html.Raw($"<h3>{HtmlBuilder.Escape(names[pair.True])} predicted as "
                + $"{HtmlBuilder.Escape(names[pair.Predicted])} <span class=\"dim\">{NumberFormat.Count(pair.Count)} "
                + $"{(pair.Count == 1 ? "image" : "images")}</span></h3>");
            Figures(pair.Examples);
        }
    }

    public void WriteWorst(IReadOnlyList<WrongImage> images)
    {
        html.Element("h2", "Highest loss");
        if (images.Count == 0)
        {
            html.Paragraph("No misclassified image is shown.");
            return;
        }
        html.Paragraph(
            pictures.UnavailableReason ?? "The misclassified images with the highest loss, each beside a heat map of the "
                + "evidence for the prediction.");
        Figures(images);
    }

    private void Figures(IReadOnlyList<WrongImage> images)
    {
        html.Raw("<div class=\"pictures\">");
        foreach (WrongImage image in images)
            html.Raw(Figure(image));
        html.Raw("</div>");
    }

    private string Figure(WrongImage image)
    {
        ExamplePicture? picture = pictures.Find(image.Row);
        string title = picture?.Title ?? $"image {image.Row + 1}", shown = "";
        if (picture is not null)
        {
            shown = $"<div class=\"pair\">{HtmlBuilder.Image(picture.Jpeg, title)}"
                + (picture.HeatJpeg is { } heat
                    ? HtmlBuilder.Image(heat, $"evidence for {names[image.Top]}")
                    : "")
                + "</div>";
        }
        string predicted = image.Predicted.Count == 0 ? "nothing" : Names(image.Predicted);
        string truth = image.True.Count == 0 ? "nothing" : Names(image.True);
        return $"<figure>{shown}<figcaption><b>{HtmlBuilder.Escape(predicted)}</b> "
            + $"{NumberFormat.Percent(image.PredictedProbability)}, is <b>{HtmlBuilder.Escape(truth)}</b>"
            + (image.True.Count == 0 ? "" : $" {NumberFormat.Percent(image.TrueProbability)}")
            + $"<br>{HtmlBuilder.Escape(title)}, loss {NumberFormat.Value(image.Loss)}</figcaption></figure>";
    }

    private string Names(IEnumerable<int> labels) => string.Join(", ", labels.Select(label => names[label]));
}
