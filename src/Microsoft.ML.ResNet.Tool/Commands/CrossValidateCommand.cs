using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;
using Spectre.Console;
using LibraryOptions = Microsoft.ML.ResNet.ResNetClassifierEstimator.Options;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>cross-validate</c>: how well models of a training do on images that they have not learned.</summary>
internal static class CrossValidateCommand
{
    private const int LeastFolds = 2, MostFolds = 1000;

    public static ToolCommand Create()
    {
        Option<string?> data = CommonOptions.Data("Images; of 'train' and 'test' folders the former.");
        data.Required = true;
        Option<int?> folds = NumberOption.Create(
            "--folds", LeastFolds, MostFolds,
            "Parts of the images: on each, a model is measured that learns the others. Default: 5");
        var training = new TrainingOptions();
        Option<int?> seed = NumberOption.Seed();
        return new ToolCommand(
            "cross-validate", "Measures a training by k-fold cross-validation; saves no model.",
            [data, folds, .. training.All, seed],
            (parsed, json, token) =>
            {
                MLContext ml = ToolContext.Create();
                var options = new LibraryOptions
                {
                    Seed = parsed.GetValue(seed) ?? 1,
                    ImagePathColumnName = nameof(ImageRow.Name),
                    CancellationToken = token,
                };
                training.Apply(parsed, options);
                ImageMemory.Print(options);
                LabeledImages images = DataSource.Open(parsed.GetValue(data)!).Train;
                ResNetCrossValidation result = Run(
                    ml, options, images, parsed.GetValue(folds) ?? 5, out double seconds);
                Display(result, seconds);
                json.Write(new
                {
                    Command = "cross-validate",
                    Seed = options.Seed,
                    result.Accuracy,
                    result.LogLoss,
                    Folds = result.Folds.Select(fold => new
                    {
                        fold.Images,
                        fold.Accuracy,
                        fold.LogLoss,
                        fold.TrainingReport.Transfer,
                    }),
                    Seconds = seconds,
                    PeakMemoryMB = Memory.PeakMB,
                });
                return 0;
            });
    }

    private static ResNetCrossValidation Run(
        MLContext ml, LibraryOptions options, LabeledImages images, int folds, out double seconds)
    {
        try
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            ResNetCrossValidation result = ml.Transforms.ResNetClassifier(options)
                .CrossValidate(LabelKeys.Map(ml, images, [.. images.Classes], "the training set"), folds);
            seconds = clock.Elapsed.TotalSeconds;
            return result;
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message, exception);
        }
    }

    private static void Display(ResNetCrossValidation result, double seconds)
    {
        Table table = new Table().RoundedBorder();
        foreach (string column in (string[])["fold", "images", "accuracy", "loss", "head alone", "fine-tuned"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach ((int i, ResNetFold fold) in result.Folds.Index())
        {
            ResNetTransferReport? transfer = fold.TrainingReport.Transfer;
            table.AddRow(
                $"{i + 1}", $"{fold.Images}", Format.Percent(fold.Accuracy), $"{fold.LogLoss:F4}",
                transfer is null ? "-" : Format.Percent(transfer.HeadAccuracy),
                transfer is null ? "-" : Format.Percent(transfer.FineTuned));
        }
        AnsiConsole.Write(table);
        Console.WriteLine(
            $"{Format.Percent(result.Accuracy)} of {result.Folds.Sum(fold => fold.Images)} images are classified correctly "
            + $"by models that have not learned them, loss {result.LogLoss:F4}, {seconds:F0} s");
    }
}
