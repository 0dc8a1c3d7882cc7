using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Samples.Drawing;
using Spectre.Console;

namespace FineTuning;

/// <summary>Trains on half of the classes, fine-tunes to the others in several ways, and compares the results.</summary>
internal sealed class FineTuningCommand(Request request, CancellationToken token)
{
    // Below the library's default for training from scratch, so that pretrained weights are not destroyed.
    private const float TuningRate = 0.01f;

    private readonly MLContext _ml = new(request.Seed);

    public int Run()
    {
        Directory.CreateDirectory(request.Output);
        string data = request.Data ?? DrawnImages.WriteBelow(request.Output, request.Seed, token);
        ImageContainer container = ImageContainer.Open(data);
        ImageSplit images = ImageLayout.Arrange(container, request.Seed).Check(data);
        ClassHalves halves = ClassHalves.Create(images, request.ImagesPerClass, request.Seed);
        var training = new Training(_ml, container, request, token);

        Describe("pretraining", halves.Known);
        TrainedNetwork known = training.Run(halves.Known, request.Epochs);
        string path = Path.Combine(request.Output, "pretrained.safetensors");
        _ml.Model.SaveResNetWeights(known.Network, path);
        Console.WriteLine($"{Format.Percent(known.Accuracy)} of the test images are classified correctly; saved the weights to {path}");

        var results = new List<(string Way, TrainedNetwork Trained)>();
        foreach ((string way, ResNetClassifierTransformer? previous, Action<ResNetClassifierEstimator.Options> change)
            in Ways(known.Network))
        {
            Describe(way, halves.New);
            results.Add((way, training.Run(halves.New, request.TuningEpochs, previous, change)));
        }
        Report(halves, known, results);
        return 0;
    }

    // All ways use the same images, epochs, batch size and schedule.
    private IEnumerable<(string, ResNetClassifierTransformer?, Action<ResNetClassifierEstimator.Options>)> Ways(
        ResNetClassifierTransformer known)
    {
        int stages = request.Architecture.StageDepths.Count;
        yield return ("from scratch", null, _ => { });
        yield return ("head only", known, options => options.FrozenStages = stages);
        yield return ("last stage and head", known, options =>
            (options.FrozenStages, options.LearningRate) = (stages - 1, TuningRate));
        yield return ("all layers", known, options =>
            (options.StageLearningRateDecay, options.LearningRate) = (0.5f, TuningRate));
    }

    private static void Describe(string way, ImageSplit images) => Console.WriteLine(
        $"{way}: {images.Train.Count} training images of {images.Classes} classes, {images.Test.Count} test images");

    private void Report(
        ClassHalves halves, TrainedNetwork known, IReadOnlyList<(string Way, TrainedNetwork Trained)> results)
    {
        var table = new Table().AddColumns("training on the new classes", "test accuracy", "test loss", "seconds");
        foreach ((string way, TrainedNetwork trained) in results)
            table.AddRow(way, Format.Percent(trained.Accuracy), $"{trained.Loss:F3}", $"{trained.Seconds:F1}");
        AnsiConsole.Write(table);

        string json = Path.Combine(request.Output, "results.json");
        OutputFile.Write(json, JsonSerializer.Serialize(
            new
            {
                Architecture = request.Architecture.Name,
                KnownClasses = known.Network.ClassNames,
                KnownAccuracy = known.Accuracy,
                NewClasses = results[0].Trained.Network.ClassNames,
                NewTrainImages = halves.New.Train.Count,
                NewTestImages = halves.New.Test.Count,
                Trainings = results.Select(result => new
                {
                    result.Way,
                    result.Trained.Accuracy,
                    result.Trained.Loss,
                    result.Trained.Seconds,
                }),
            },
            new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true }));
        Console.WriteLine($"saved the results to {json}");
    }
}
