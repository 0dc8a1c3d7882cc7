namespace Microsoft.ML.ResNet.Reports;

/// <summary>Images that were not classified right, each beside what in it spoke for the prediction.</summary>
internal sealed class ExampleSections(HtmlBuilder html, IReadOnlyList<string> names, ExamplePictures pictures)
{
    public void WritePairs(IReadOnlyList<ConfusedPair> pairs)
    {
        html.Element("h2", "Most confused");
        if (pairs.Count == 0)
        {
            html.Paragraph("No image was taken for another class.");
            return;
        }
        foreach (ConfusedPair pair in pairs)
        {
            html.Raw($"<h3>{HtmlBuilder.Escape(names[pair.True])} taken for "
                + $"{HtmlBuilder.Escape(names[pair.Predicted])} <span class=\"dim\">{Numbers.Count(pair.Count)} "
                + $"{(pair.Count == 1 ? "image" : "images")}</span></h3>");
            Figures(pair.Examples);
        }
    }

    public void WriteWorst(IReadOnlyList<WrongImage> images)
    {
        html.Element("h2", "Most wrong");
        if (images.Count == 0)
        {
            html.Paragraph("No wrong image is shown.");
            return;
        }
        html.Paragraph(
            pictures.WhyNone ?? "The images with the highest loss; beside each, what in it spoke for the prediction.");
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
        ExamplePicture? picture = pictures.Of(image.Row);
        string title = picture?.Title ?? $"image {image.Row + 1}", shown = "";
        if (picture is not null)
        {
            shown = $"<div class=\"pair\">{HtmlBuilder.Image(picture.Jpeg, title)}"
                + (picture.HeatJpeg is { } heat
                    ? HtmlBuilder.Image(heat, $"what spoke for {names[image.Top]}")
                    : "")
                + "</div>";
        }
        string predicted = image.Predicted.Count == 0 ? "nothing" : Names(image.Predicted);
        string truth = image.True.Count == 0 ? "nothing" : Names(image.True);
        return $"<figure>{shown}<figcaption><b>{HtmlBuilder.Escape(predicted)}</b> "
            + $"{Numbers.Percent(image.PredictedProbability)}, is <b>{HtmlBuilder.Escape(truth)}</b>"
            + (image.True.Count == 0 ? "" : $" {Numbers.Percent(image.TrueProbability)}")
            + $"<br>{HtmlBuilder.Escape(title)}, loss {Numbers.Value(image.Loss)}</figcaption></figure>";
    }

    private string Names(IEnumerable<int> labels) => string.Join(", ", labels.Select(label => names[label]));
}
