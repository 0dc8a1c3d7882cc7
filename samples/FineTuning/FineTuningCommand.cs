using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Samples.Drawing;
using Spectre.Console;

namespace FineTuning;

/// <summary>Learns half of the classes, then the others by several ways, and compares these.</summary>
internal sealed class FineTuningCommand(Request request, CancellationToken token)
{
    // What is learned should not be lost: less than the library's default for training from scratch.
    private const float TuningRate = 0.01f;

    private readonly MLContext _ml = new(request.Seed);

    public int Run()
    {
        Directory.CreateDirectory(request.Output);
        string data = request.Data ?? DrawnImages.WriteBelow(request.Output, request.Seed, token);
        ImageContainer container = ImageContainer.Open(data);
        ImageSets images = ImageLayout.Arrange(container.List(), request.Seed).Check(data);
        ClassHalves halves = ClassHalves.Of(images, request.ImagesPerClass, request.Seed);
        var training = new Training(_ml, container, request, token);

        Describe("learning", halves.Known);
        TrainedNetwork known = training.Run(halves.Known, request.Epochs);
        string path = Path.Combine(request.Output, "pretrained.safetensors");
        _ml.Model.SaveResNetWeights(known.Network, path);
        Console.WriteLine($"{Format.Percent(known.Accuracy)} of their test images are right; the weights are in {path}");

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

    // Every way has the same images, epochs, batch size and schedule.
    private IEnumerable<(string, ResNetClassifierTransformer?, Action<ResNetClassifierEstimator.Options>)> Ways(
        ResNetClassifierTransformer known)
    {
        int stages = request.Architecture.StageDepths.Count;
        yield return ("from scratch", null, _ => { });
        yield return ("head only", known, options => options.FrozenStages = stages);
        yield return ("last stage and head", known, options =>
            (options.FrozenStages, options.LearningRate) = (stages - 1, TuningRate));
        yield return ("all of the network", known, options =>
            (options.StageLearningRateDecay, options.LearningRate) = (0.5f, TuningRate));
    }

    private static void Describe(string what, ImageSets images) => Console.WriteLine(
        $"{what}: {images.Train.Count} images of {images.Classes} classes, {images.Test.Count} to test on");

    private void Report(
        ClassHalves halves, TrainedNetwork known, IReadOnlyList<(string Way, TrainedNetwork Trained)> results)
    {
        var table = new Table().AddColumns("training on the new classes", "test accuracy", "test loss", "seconds");
        foreach ((string way, TrainedNetwork trained) in results)
            table.AddRow(way, Format.Percent(trained.Accuracy), $"{trained.Loss:F3}", $"{trained.Seconds:F1}");
        AnsiConsole.Write(table);

        string json = Path.Combine(request.Output, "results.json");
        WholeFile.Write(json, JsonSerializer.Serialize(
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
        Console.WriteLine($"the figures are in {json}");
    }
}
