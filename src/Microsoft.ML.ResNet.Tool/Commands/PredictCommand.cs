using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;
using Microsoft.ML.ResNet.Tool.Output;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>predict</c>: classifies image files.</summary>
internal static class PredictCommand
{
    public static ToolCommand Create()
    {
        var model = new ModelOptions();
        Argument<string[]> images = CommonOptions.Images();
        Option<int?> top =
            NumberOption.Create("--top", 1, 100_000, "Number of most probable classes to show. Default: 5");
        var scoring = new ScoringOptions();
        return new ToolCommand(
            "predict", "Classifies image files. With --json, writes one line of JSON per image.",
            [model.File, images, top, model.ClassNames, .. scoring.All],
            (parsed, json, token) =>
            {
                IReadOnlyList<string> paths = ImageFiles.Find(parsed.GetValue(images)!);
                MLContext ml = ToolContext.Create();
                using ResNetClassifierTransformer classifier = scoring.Apply(parsed, model.Load(ml, parsed));
                int failed = 0;
                foreach (ImageScores scores in new ImageScorer(ml, classifier).Score(paths, token))
                {
                    Prediction prediction = CreatePrediction(classifier, scores, parsed.GetValue(top) ?? 5);
                    Write(prediction);
                    json.WriteLine(prediction);
                    failed += prediction.Error is null ? 0 : 1;
                }
                return failed == 0 ? 0 : Failure.Failed;
            });
    }

    private static Prediction CreatePrediction(ResNetClassifierTransformer classifier, ImageScores image, int top)
    {
        if (image.Scores is not { } scores)
            return new Prediction { Image = image.Image, Error = image.Error };
        ClassProbability[] ranked = [.. classifier.ClassNames
            .Select((name, i) => new ClassProbability(name, scores[i]))
            .OrderByDescending(c => c.Probability)];
        string[] predicted = [.. ranked.TakeWhile(c => c.Probability >= classifier.Threshold).Select(c => c.Name)];
        return new Prediction
        {
            Image = image.Image,
            Class = classifier.IsMultiLabel ? null : predicted.FirstOrDefault(),
            Labels = classifier.IsMultiLabel ? predicted : null,
            Top = ranked[..Math.Min(top, ranked.Length)],
        };
    }

    private static void Write(Prediction prediction)
    {
        if (prediction.Error is { } error)
        {
            Console.Error.WriteLine($"error: '{prediction.Image}': {error}");
            return;
        }
        string answer = prediction.Labels is { } labels
            ? labels.Count == 0 ? "(no label)" : string.Join(", ", labels)
            : prediction.Class ?? "(unknown)";
        Console.WriteLine($"{prediction.Image}: {answer}");
        foreach (ClassProbability row in prediction.Top!)
            Console.WriteLine($"  {100 * row.Probability,6:F2} %  {row.Name}");
    }
}
