using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.CommandLine.Display;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;
using Microsoft.ML.ResNet.Tool.Output;
using LibraryOptions = Microsoft.ML.ResNet.ResNetClassifierEstimator.Options;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>train</c>: trains a network on images and saves it.</summary>
internal static class TrainCommand
{
    public static ToolCommand Create()
    {
        var sets = new DataOptions();
        var training = new TrainingOptions();
        Option<int?> seed = NumberOption.Seed();
        var from = new Option<string?>("--from")
        {
            Description = "Fine-tune this model; its classes and image size may differ.",
            HelpName = "MODEL",
        };
        Option<string> output = CommonOptions.Output("--output", "File for the model (.zip).");
        return new ToolCommand(
            "train",
            "Trains a network on images and saves it. Ctrl+C stops and saves the model so far; press it again to quit at "
            + "once.",
            [.. sets.All, output, from, .. training.All, seed],
            (parsed, json, token) =>
            {
                string path = parsed.GetValue(output)!;
                OutputFile.Prepare(path);
                MLContext ml = ToolContext.Create();
                using ResNetClassifierTransformer? previous =
                    parsed.GetValue(from) is { } model ? ModelFile.Load(ml, model) : null;
                var options = new LibraryOptions { Seed = parsed.GetValue(seed) ?? 1 };
                if (previous is not null)
                    CopyNetwork(previous, options);
                training.Apply(parsed, options);
                ITrainingDisplay display = ITrainingDisplay.Create();
                SetCallbacks(options, display, token);
                ResNetClassifierEstimator estimator = CreateEstimator(ml, options);
                DataSource data = sets.Open(parsed, parsed.GetValue(seed) ?? 1);
                return Run(
                    ml, estimator, options, data, display, previous, training.PrecisionOf(parsed), path, json, token);
            });
    }

    private static int Run(
        MLContext ml, ResNetClassifierEstimator estimator, LibraryOptions options, DataSource data,
        ITrainingDisplay display, ResNetClassifierTransformer? previous, ResNetPrecision? precision, string path,
        JsonTarget json, CancellationToken token)
    {
        string[] classes = [.. data.Train.Classes];
        Console.WriteLine(
            $"training on {data.Train.Count} images of {classes.Length} classes, "
            + $"validating on {data.Validation?.Count ?? 0}; other files ignored: {data.Ignored}");
        IDataView train = LabelKeys.Map(ml, data.Train, classes, "the training set");
        IDataView? validation = data.Validation is null ? null : LabelKeys.Map(ml, data.Validation, classes, "the training set");
        using IDisposable finishing = Interruption.Finishing();
        using ResNetClassifierTransformer trained = display.Run(() => estimator.Fit(train, validation, previous));
        bool interrupted = trained.TrainingReport!.StopReason == ResNetTrainingStopReason.Cancelled;
        using ResNetClassifierTransformer model = precision == ResNetPrecision.Int8 && !interrupted
            ? Quantization.Run(ml, trained, data.Train)
            : trained;
        // Save first: nothing that follows may lose the trained model.
        ModelFile.SaveTrained(ml, model, path);
        Console.WriteLine($"saved {path}");
        ResNetTrainingReport report = trained.TrainingReport;
        if (report.SkippedBadImages > 0)
            Console.WriteLine($"unreadable images skipped: {report.SkippedBadImages}");
        LabeledImages? heldOut = data.Test ?? data.Validation;
        Evaluation? evaluation = heldOut is null || interrupted ? null : Evaluator.Run(ml, model, heldOut);
        if (evaluation is not null)
            EvaluationDisplay.Write(evaluation);
        json.Write(new TrainingSummary
        {
            Command = "train",
            Model = Path.GetFullPath(path),
            Network = ModelSummary.From(model),
            TrainImages = report.TrainingImages,
            ValidationImages = report.ValidationImages,
            SkippedImages = report.SkippedBadImages,
            IgnoredFiles = data.Ignored.Count,
            Seed = report.Seed,
            StopReason = report.StopReason,
            ModelEpoch = report.ModelEpoch,
            Epochs = [.. report.Epochs.Select(EpochSummary.From)],
            Seconds = report.Epochs.Count == 0 ? 0 : report.Epochs[^1].Elapsed.TotalSeconds,
            ImagesPerSecond = report.Epochs.Count == 0
                ? null : report.Epochs.Count / report.Epochs.Sum(epoch => 1 / epoch.ImagesPerSecond),
            PeakMemoryMB = Memory.PeakMB,
            Evaluation = evaluation,
        });
        if (!interrupted)
            return 0;
        Console.Error.WriteLine($"interrupted in epoch {report.ModelEpoch}: saved the model so far"
            + (options.CheckpointPath is null ? "" : $"; the same command resumes from {options.CheckpointPath}"));
        return Failure.Interrupted;
    }

    private static void CopyNetwork(ResNetClassifierTransformer previous, LibraryOptions options)
    {
        options.Architecture = previous.Architecture;
        options.ImageHeight = previous.ImageHeight;
        options.ImageWidth = previous.ImageWidth;
        options.ImageChannels = previous.ImageChannels;
    }

    private static void SetCallbacks(LibraryOptions options, ITrainingDisplay display, CancellationToken token)
    {
        options.ImagePathColumnName = nameof(ImageRow.Name);
        options.MetricsCallback = display.ShowEpoch;
        options.ProgressCallback = display.ShowProgress;
        options.ResumedCallback = Console.WriteLine;
        ImageMemory.Print(options);
        options.CancellationToken = token;
        options.ReturnModelWhenCancelled = true;
    }

    private static ResNetClassifierEstimator CreateEstimator(MLContext ml, LibraryOptions options)
    {
        try
        {
            return ml.Transforms.ResNetClassifier(options);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message, exception);
        }
    }
}
