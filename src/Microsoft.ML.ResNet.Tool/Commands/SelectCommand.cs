using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.CommandLine.Display;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;
using Microsoft.ML.ResNet.Tool.Output;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>select</c>: compares networks and recipes and saves the best model.</summary>
internal static class SelectCommand
{
    public static ToolCommand Create()
    {
        var sets = new DataOptions();
        Option<string> output = CommonOptions.Output("--output", "File for the best model (.zip).");
        Option<int?> time = NumberOption.Create("--time", 1, 100_000_000, "Seconds for the whole experiment. Default: 600");
        Option<int?> trials =
            NumberOption.Create("--trials", 1, 100_000, "Maximum number of configurations to try. Default: the library's");
        Option<int?> memory = NumberOption.Create("--memory", 1, 1 << 24, "Memory limit of a trial in megabytes.");
        var metric = new Option<ResNetExperimentMetric?>("--metric")
        {
            Description = "Metric on the validation images to compare by. Default: MicroAccuracy",
        };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = "Folder to save the experiment to while it runs. The same command resumes from it.",
            HelpName = "FOLDER",
        };
        LibraryOption pretrained = LibraryOption.Create(nameof(ResNetClassifierEstimator.Options.Pretrained));
        var skip =
            new Option<bool>("--skip-bad-images") { Description = "Skip unreadable images instead of stopping." };
        Option<int?> seed = NumberOption.Seed(), threads = NumberOption.Threads();
        return new ToolCommand(
            "select",
            "Tries networks, sizes and recipes within a time limit, stops poor ones early, and saves the best model.",
            [.. sets.All, output, time, trials, memory, metric, checkpoint, pretrained.Option, skip, seed, threads],
            (parsed, json, token) =>
            {
                string path = parsed.GetValue(output)!;
                OutputFile.Prepare(path);
                MLContext ml = ToolContext.Create(parsed.GetValue(seed) ?? 1);
                DataSource data = sets.Open(parsed, parsed.GetValue(seed) ?? 1);
                if (data.Validation is null)
                    throw new UsageException(
                        "select needs validation images: --validation-fraction must be above 0.");
                var display = ITrialDisplay.Create();
                var settings = new ResNetExperimentSettings
                {
                    MaxExperimentTimeInSeconds = (uint)(parsed.GetValue(time) ?? 600),
                    MaximumMemoryUsageInMegaByte = parsed.GetValue(memory),
                    CheckpointFolder = parsed.GetValue(checkpoint),
                    Seed = parsed.GetValue(seed) ?? 1,
                    Monitor = display,
                    ReturnBestWhenCancelled = true,
                };
                settings.MaxModels = parsed.GetValue(trials) ?? settings.MaxModels;
                settings.OptimizingMetric = parsed.GetValue(metric) ?? settings.OptimizingMetric;
                settings.Options.ImagePathColumnName = nameof(ImageRow.Name);
                pretrained.Apply(parsed, settings.Options);
                settings.Options.NumberOfThreads = parsed.GetValue(threads) ?? 0;
                settings.Options.BadImages = parsed.GetValue(skip) ? ResNetBadImagePolicy.Skip : ResNetBadImagePolicy.Throw;
                return Run(ml, settings, display, data, path, json, token);
            });
    }

    private static int Run(
        MLContext ml, ResNetExperimentSettings settings, ITrialDisplay display, DataSource data, string path,
        JsonTarget json, CancellationToken token)
    {
        string[] classes = [.. data.Train.Classes];
        IDataView train = LabelKeys.Map(ml, data.Train, classes, "the training set");
        IDataView validation = LabelKeys.Map(ml, data.Validation!, classes, "the training set");
        using IDisposable finishing = Interruption.Finishing();
        ResNetExperimentResult result = display.Show(() => ml.MulticlassClassification
            .CreateResNetExperiment(settings).SetDataset(train, validation).Run(token));
        using ResNetClassifierTransformer best = result.Classifier;
        ModelFile.SaveTrained(ml, best, path);
        Console.WriteLine($"saved {path}: {result.BestTrial}");
        bool interrupted = result.StopReason == ResNetExperimentStopReason.Cancelled;
        Evaluation? evaluation = interrupted ? null : Evaluator.Run(ml, best, data.Test ?? data.Validation!);
        if (evaluation is not null)
            EvaluationDisplay.Write(evaluation);
        json.Write(new
        {
            Command = "select",
            Model = Path.GetFullPath(path),
            Network = ModelSummary.From(best),
            result.StopReason,
            Metric = settings.OptimizingMetric,
            BestTrial = result.BestTrial.TrialId,
            Trials = result.Trials.Select(TrialSummary.From),
            Seconds = result.Duration.TotalSeconds,
            Evaluation = evaluation,
        });
        return interrupted ? Failure.Interrupted : 0;
    }
}
