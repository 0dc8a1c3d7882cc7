using Microsoft.ML.Data;
using Microsoft.ML.ResNet;
using Microsoft.ML;
using Microsoft.ML.ResNet.CommandLine.Display;
using QuickStart.Learning;
using Microsoft.ML.ResNet.CommandLine.Data;
using Samples.Drawing;
using Microsoft.ML.ResNet.CommandLine;

namespace QuickStart;

/// <summary>Trains, evaluates and saves a model, and classifies images with it in a new process.</summary>
internal sealed class TrainCommand(TrainRequest request, CancellationToken token)
{
    private readonly MLContext _ml = new(request.Seed);

    public int Run()
    {
        Directory.CreateDirectory(request.Output);
        if (request.Data is null)
            RunOnDrawnImages();
        else
            RunOn(request.Data, request, baseline: null);
        return 0;
    }

    private void RunOnDrawnImages()
    {
        string folder = DrawnImages.WriteBelow(request.Output, request.Seed, token);
        ImageSplit images = ImageLayout.Arrange(new FolderContainer(folder), request.Seed);
        PixelBaseline baseline = PixelBaseline.Measure(_ml, folder, images);
        Console.WriteLine($"baseline: a linear model on pixels classifies {Format.Percent(baseline.TrainAccuracy)} of the "
            + $"training images and {Format.Percent(baseline.TestAccuracy)} of the test images correctly");
        RunOn(folder, DrawnRecipe.Complete(request), baseline);
    }

    private void RunOn(string data, TrainRequest request, PixelBaseline? baseline)
    {
        ImageContainer container = ImageContainer.Open(data);
        ImageSplit images = ImageLayout.Arrange(container, request.Seed).Check(data);
        ITrainingDisplay display = ITrainingDisplay.Create();
        var record = new TrainingRecord(display);
        ResNetClassifierEstimator.Options options = ResNetPipeline.Options(request, record, token);
        Console.WriteLine($"training on {images.Train.Count} images of {images.Classes} classes, "
            + $"{images.Evaluation.Count} held out; other files ignored: {images.Ignored}");

        options.ResumedCallback = Console.WriteLine;
        IDataView train = _ml.Data.LoadFromEnumerable(new ImageRows(container, images.Train));
        using TransformerChain<ResNetClassifierTransformer> trained =
            display.Run(() => ResNetPipeline.Train(_ml, train, options));
        using TransformerChain<ResNetClassifierTransformer> model =
            request.Precision == ResNetPrecision.Int8 ? ResNetPipeline.Quantize(trained, Sample(container, images.Train)) : trained;
        ResNetClassifierTransformer network = model.LastTransformer;
        ResNetTrainingReport report = network.TrainingReport!;
        Console.WriteLine($"trained {network.Architecture.Name}, {network.ParameterCount:N0} parameters");
        if (report.Transfer is { } transfer)
        {
            Console.WriteLine($"pretrained weights: the solved head classifies {Format.Percent(transfer.HeadAccuracy)} of the "
                + $"images correctly in cross-validation; {Format.Percent(transfer.FineTuned)} fine-tuned");
        }
        int resumed = report.Epochs.Count - record.ResidentMB.Count;
        if (resumed > 0)
            Console.WriteLine($"restored {resumed} of {report.Epochs.Count} epochs from {request.Checkpoint}");
        long skipped = report.SkippedBadImages;
        if (skipped > 0)
            Console.WriteLine($"unreadable training images skipped: {skipped}");

        MulticlassClassificationMetrics metrics = Evaluate(model, new ImageRows(container, images.Evaluation));
        string modelPath = Path.Combine(request.Output, "model.zip");
        _ml.Model.Save(model, train.Schema, modelPath);
        Console.WriteLine($"saved {modelPath}; a new process loads it and classifies three test images:");
        string examples = Path.Combine(request.Output, "examples");
        FreshProcess.Run(["predict", modelPath, .. ExampleImages.Write(examples, container, images.Evaluation)]);

        Report(new Summary
        {
            TestAccuracy = metrics.MicroAccuracy,
            TestLoss = metrics.LogLoss,
            Epochs = report.Epochs.Count,
            ImagesPerSecond = report.Epochs.Count == 0
                ? null
                : Math.Round(report.Epochs.Count / report.Epochs.Sum(epoch => 1 / epoch.ImagesPerSecond), 1),
            Parameters = network.ParameterCount,
            WeightsSha256 = network.WeightsSha256,
            PeakMemoryMB = Memory.PeakMB,
            ModelPath = modelPath,
            Architecture = network.Architecture.Name,
            Classes = images.Classes,
            TrainImages = images.Train.Count,
            TestImages = images.Evaluation.Count,
            IgnoredFiles = images.Ignored.Count,
            SkippedImages = skipped,
            BaselineAccuracy = baseline?.TestAccuracy,
            ResidentMB = record.ResidentMB,
        });
    }

    // A few hundred images at regular intervals, since the images may be sorted by class.
    private IDataView Sample(ImageContainer container, IReadOnlyList<ImageFile> images)
    {
        int step = Math.Max(1, images.Count / 500);
        return _ml.Data.LoadFromEnumerable(new ImageRows(container, [.. images.Where((_, i) => i % step == 0)]));
    }

    private MulticlassClassificationMetrics Evaluate(ITransformer model, ImageRows test)
    {
        token.ThrowIfCancellationRequested();
        IDataView predictions = model.Transform(_ml.Data.LoadFromEnumerable(test));
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(predictions);
        Console.WriteLine(
            $"{Format.Percent(metrics.MicroAccuracy)} of the test images are classified correctly, loss {metrics.LogLoss:F4}");
        ConfusionTable.Write(metrics.ConfusionMatrix, ClassNames.Read(predictions.Schema));
        return metrics;
    }

    private void Report(Summary summary)
    {
        foreach (string line in summary.ToLines())
            Console.WriteLine(line);
        if (request.Json is null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(request.Json)!);
        OutputFile.Write(request.Json, summary.ToJson() + Environment.NewLine);
        Console.WriteLine($"saved the summary to {request.Json}");
    }
}
