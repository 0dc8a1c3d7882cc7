using System.ComponentModel;
using WebApp.Serving;
using WebApp.Uploads;

namespace WebApp.Endpoints;

/// <summary>The response to a picture.</summary>
internal sealed record Prediction
{
    [Description("The most probable class, or all labels that apply; empty if none reaches the threshold.")]
    public required IReadOnlyList<string> Predicted { get; init; }

    [Description("The most probable classes, the most probable first.")]
    public required IReadOnlyList<ClassProbability> Classes { get; init; }

    [Description("Format and size of the uploaded picture.")]
    public required PictureInfo Picture { get; init; }

    [Description(
        "The picture with a heat map of the evidence for the most probable class, as a data URL of a PNG image.")]
    public string? Overlay { get; init; }

    public static Prediction Create(ModelCard card, ImageScores scores, int top, Upload upload)
    {
        ClassProbability[] classes = [.. scores.Probabilities
            .Select((probability, i) => new ClassProbability(card.Classes[i], probability))
            .OrderByDescending(c => c.Probability)];
        return new Prediction
        {
            Predicted = [.. classes.Take(card.IsMultiLabel ? classes.Length : 1)
                .Where(c => c.Probability >= card.Threshold).Select(c => c.Name)],
            Classes = [.. classes.Take(top)],
            Picture = new PictureInfo(upload.Format, upload.Width, upload.Height),
            Overlay = scores.Overlay is { } png ? $"data:image/png;base64,{Convert.ToBase64String(png)}" : null,
        };
    }
}

internal sealed record ClassProbability(string Name, float Probability);

internal sealed record PictureInfo(string Format, int Width, int Height);
