using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.CommandLine.Display;
using Microsoft.ML.Transforms;
using Samples.Drawing;

namespace ModelSelection;

/// <summary>Runs the experiment, tests its model, and optionally compares it with the default configuration.</summary>
internal sealed class SelectionCommand(Request request, CancellationToken token)
{
    private readonly MLContext _ml = new(request.Seed);

    public int Run()
    {
        Directory.CreateDirectory(request.Output);
        string data = request.Data ?? DrawnImages.WriteBelow(request.Output, request.Seed, token);
        ImageContainer container = ImageContainer.Open(data);
        ImageSplit images = ImageLayout.Arrange(container, request.Seed).Check(data);
        Console.WriteLine(
            $"{images.Train.Count} training images of {images.Classes} classes, {images.Evaluation.Count} test images; "
            + $"time limit {Format.Duration(request.Time)}");

        IDataView train = _ml.Data.LoadFromEnumerable(new ImageRows(container, images.Train));
        ResNetExperimentResult result = Search(train);
        Console.WriteLine(
            $"{result.StopReason} after {Format.Duration(result.Duration)}; best trial: {result.BestTrial}");
        var test = new TestImages(_ml, container, images.Evaluation);
        double accuracy = test.Accuracy(result.Model);
        Console.WriteLine($"{Format.Percent(accuracy)} of the test images are classified correctly");

        string path = Path.Combine(request.Output, "model.zip");
        _ml.Model.Save(result.Model, train.Schema, path);
        Console.WriteLine($"saved the model to {path}");

        DefaultResult? comparison = null;
        if (request.Compare)
        {
            comparison = new DefaultTraining(_ml, container, images, request, token).Run(result.Duration, test);
            Console.WriteLine(
                $"the default configuration ({comparison.Architecture}, {comparison.Epochs} epochs of all "
                + $"{images.Train.Count} images, {Format.Duration(comparison.Duration)}): "
                + Format.Percent(comparison.Accuracy));
        }
        if (request.Json is { } json)
        {
            Summary.Write(json, result, accuracy, comparison);
            Console.WriteLine($"saved the results to {json}");
        }
        return 0;
    }

    private ResNetExperimentResult Search(IDataView train)
    {
        var display = ITrialDisplay.Create();
        var settings = new ResNetExperimentSettings
        {
            MaxExperimentTimeInSeconds = (uint)Math.Max(1, Math.Round(request.Time.TotalSeconds)),
            MaximumMemoryUsageInMegaByte = request.MemoryMB,
            Seed = request.Seed,
            CheckpointFolder = request.Checkpoint,
            CancellationToken = token,
            Monitor = display,
            Options = new ResNetClassifierEstimator.Options
            {
                ImagePathColumnName = nameof(ImageRow.Name),
                NumberOfThreads = request.Threads,
            },
        };
        settings.MaxModels = request.Trials ?? settings.MaxModels;
        var keys = _ml.Transforms.Conversion.MapValueToKey(
            nameof(ImageRow.Label), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue);
        return display.Show(() => _ml.MulticlassClassification.CreateResNetExperiment(settings)
            .Execute(train, labelColumnName: nameof(ImageRow.Label), preFeaturizer: keys));
    }
}
