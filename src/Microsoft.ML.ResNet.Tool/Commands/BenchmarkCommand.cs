using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Tool.Benchmark;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;
using Microsoft.ML.ResNet.Tool.Output;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>benchmark</c>: how fast this machine trains a network and predicts with it.</summary>
internal static class BenchmarkCommand
{
    private const int LargeImage = 64, DefaultSeconds = 5, ScoredBatches = 4;

    public static ToolCommand Create()
    {
        Option<string?> architecture = OptionValues.Architecture("The network. Default: ResNet20.");
        Option<int?> imageSize = NumberOption.Create(
            "--image-size", 16, 8192, "Width and height in pixels. Default: 32, or 224 for large networks");
        Option<int?> batchSize =
            NumberOption.Create("--batch-size", 1, 65_536, "Images per step. Default: 128, or 32 for large images");
        Option<int?> classes = NumberOption.Create("--classes", 2, 1_000_000, "Classes. Default: 10");
        Option<int?> threads = NumberOption.Create(
            "--threads", 1, 1024, "Of training; predictions have one per processor. Default: one per processor");
        Option<int?> seconds =
            NumberOption.Create("--seconds", 1, 3600, $"Of each measurement. Default: {DefaultSeconds}");
        var precision = new Option<Precision>("--precision")
        {
            Description = "Float32, BFloat16, or Int8 for predictions. Default: Float32",
        };
        return new ToolCommand(
            "benchmark", "Measures images per second of training steps and of predictions on this machine.",
            [architecture, imageSize, batchSize, classes, threads, precision, seconds],
            (parsed, json, token) =>
            {
                ResNetArchitecture network = parsed.GetValue(architecture) is { } name
                    ? ResNetArchitecture.Parse(name) : ResNetArchitecture.ResNet20;
                int size = parsed.GetValue(imageSize) ?? (network.Stem.MaxPool ? 224 : 32);
                bool large = size > LargeImage;
                int batch = parsed.GetValue(batchSize) ?? (large ? 32 : 128);
                return Run(new Request(
                    network, size, batch, parsed.GetValue(classes) ?? 10,
                    parsed.GetValue(threads) ?? 0,
                    parsed.GetValue(precision), TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? DefaultSeconds)),
                    json, token);
            });
    }

    private static int Run(Request request, JsonTarget json, CancellationToken token)
    {
        MLContext ml = ToolContext.Create(seed: 1);
        Console.WriteLine($"{request.Network.Name} on {request.Size}x{request.Size}, {request.Classes} classes, "
            + $"{request.Precision}, on {Environment.ProcessorCount} processors");
        (Measured training, ResNetClassifierTransformer trained) = TrainingSpeed.Run(
            ml, Options(request), count => Pixels(request, count).ToDataView(ml), request.Time, token);
        using ResNetClassifierTransformer _ = trained;
        Tell($"training, batches of {request.Batch}", training, "images/s");

        RandomPixels pixels = Pixels(request, ScoredBatches * request.Batch);
        using ResNetClassifierTransformer model =
            request.Precision == Precision.Int8 ? trained.Quantize(pixels.ToDataView(ml)) : trained;
        Measured many = ScoringSpeed.OfMany(ml, model, pixels, ScoredBatches * request.Batch, request.Time, token);
        Tell("predictions, many", many, "images/s");
        Measured one = ScoringSpeed.OfOne(ml, model, pixels, request.Time, token);
        Tell("predictions, one at a time", one, "ms");
        Console.WriteLine($"{"peak memory",-28} {Memory.PeakMB,10:F0} MB");
        json.Write(new
        {
            Command = "benchmark",
            Architecture = request.Network.Name,
            ImageSize = request.Size,
            BatchSize = request.Batch,
            request.Classes,
            request.Precision,
            Threads = request.Threads == 0 ? Environment.ProcessorCount : request.Threads,
            Processors = Environment.ProcessorCount,
            Platform = RuntimeInformation.RuntimeIdentifier,
            TrainingImagesPerSecond = training,
            PredictionImagesPerSecond = many,
            PredictionMilliseconds = one,
            PeakMemoryMB = Memory.PeakMB,
        });
        return 0;
    }

    private static ResNetClassifierEstimator.Options Options(Request request) => new()
    {
        Architecture = request.Network,
        Epochs = 100_000, // ended by time
        BatchSize = request.Batch,
        LearningRate = 1e-4f, // nothing is to be learned
        Schedule = LearningRateSchedule.Constant,
        Threads = request.Threads,
        Precision = request.Precision == Precision.Int8 ? Precision.Float32 : request.Precision,
    };

    private static RandomPixels Pixels(Request request, int count) =>
        new(Math.Max(count, request.Classes == 2 ? 2 : 1), request.Size, request.Size, channels: 3, request.Classes);

    private static void Tell(string what, Measured value, string unit) => Console.WriteLine(
        $"{what,-28} {value.Median,10:G4} {unit}  (middle half {value.LowerQuartile:G4} to {value.UpperQuartile:G4}, "
        + $"{value.Repetitions} repetitions)");

    private sealed record Request(
        ResNetArchitecture Network, int Size, int Batch, int Classes, int Threads, Precision Precision, TimeSpan Time);
}
