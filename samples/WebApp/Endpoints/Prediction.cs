using System.ComponentModel;
using WebApp.Serving;
using WebApp.Uploads;

namespace WebApp.Endpoints;

/// <summary>The answer to a picture.</summary>
internal sealed record Prediction
{
    [Description("The most probable class, or all that apply; none if none is probable enough.")]
    public required IReadOnlyList<string> Predicted { get; init; }

    [Description("The most probable classes, the most probable first.")]
    public required IReadOnlyList<ClassProbability> Classes { get; init; }

    [Description("The picture as it came.")]
    public required PictureInfo Picture { get; init; }

    [Description(
        "The picture with what spoke for the most probable class in warm colours, as a data URL of a PNG image.")]
    public string? Overlay { get; init; }

    public static Prediction Of(ModelCard card, ImageScores scores, int top, Upload upload)
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
