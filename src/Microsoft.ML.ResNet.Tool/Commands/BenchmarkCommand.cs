using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Tool.Benchmark;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;
using Microsoft.ML.ResNet.Tool.Output;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary>
/// <c>benchmark</c>: measures training and predictions of a network on this machine, or predictions of a saved model.
/// </summary>
internal static class BenchmarkCommand
{
    private const int LargeImage = 64, DefaultSeconds = 5;

    public static ToolCommand Create()
    {
        var model = new Argument<string?>("MODEL")
        {
            Description = "A saved model to measure predictions of. Without it, a network is trained and measured.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> classNames = CommonOptions.ClassNames();
        Option<string?> architecture = OptionValues.Architecture("The network to measure. Default: ResNet20.");
        Option<int?> imageSize = NumberOption.Create(
            "--image-size", 16, 8192, "Width and height in pixels. Default: 32, or 224 for large networks");
        Option<int?> batchSize =
            NumberOption.Create("--batch-size", 1, 65_536, "Images per training step. Default: 128, or 32 for large images");
        Option<int?> classes = NumberOption.Create("--classes", 2, 1_000_000, "Number of classes. Default: 10");
        Option<int?> threads = NumberOption.Create(
            "--threads", 1, 1024,
            "Training threads; predictions always use one per processor. Default: one per processor");
        Option<int?> seconds =
            NumberOption.Create("--seconds", 1, 3600, $"Duration of each measurement. Default: {DefaultSeconds}");
        var precision = new Option<ResNetPrecision?>("--precision")
        {
            Description = "Float32 or BFloat16; Int8 for predictions only. Default: the model's, or Float32",
        };
        Option[] networkOnly = [architecture, imageSize, batchSize, classes, threads];
        return new ToolCommand(
            "benchmark",
            "Measures images per second on this machine: training and predictions, or predictions of a saved model.",
            [model, .. networkOnly, precision, seconds, classNames],
            (parsed, json, token) =>
            {
                var time = TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? DefaultSeconds);
                if (parsed.GetValue(model) is { } path)
                {
                    if (networkOnly.FirstOrDefault(option => parsed.GetResult(option) is not null) is { } other)
                        throw new UsageException($"{other.Name} cannot be combined with a model, which has its own.");
                    return MeasureModel(
                        path, parsed.GetValue(classNames), parsed.GetValue(precision), time, json, token);
                }
                ResNetArchitecture network = parsed.GetValue(architecture) is { } name
                    ? ResNetArchitecture.Parse(name) : ResNetArchitecture.ResNet20;
                int size = parsed.GetValue(imageSize) ?? (network.Stem.MaxPool ? 224 : 32);
                return MeasureNetwork(
                    new NetworkBenchmark(
                        network, size, parsed.GetValue(batchSize) ?? (size > LargeImage ? 32 : 128),
                        parsed.GetValue(classes) ?? 10, parsed.GetValue(threads) ?? 0,
                        parsed.GetValue(precision) ?? ResNetPrecision.Float32, time),
                    json, token);
            });
    }

    private static int MeasureModel(
        string path, string? classNames, ResNetPrecision? precision, TimeSpan time, JsonTarget json, CancellationToken token)
    {
        MLContext ml = ToolContext.Create(seed: 1);
        using ResNetClassifierTransformer saved = ModelFile.Load(ml, path, classNames);
        using ResNetClassifierTransformer model =
            precision is { } other && other != saved.Precision ? saved.WithPrecision(other) : saved;
        ScoringSpeed speed = ModelBenchmark.Run(ml, model, time, token);
        json.Write(new
        {
            Command = "benchmark",
            Model = path,
            Network = ModelSummary.From(model),
            Processors = Environment.ProcessorCount,
            Platform = RuntimeInformation.RuntimeIdentifier,
            PredictionImagesPerSecond = speed.Batched,
            PredictionMilliseconds = speed.Single,
            PeakMemoryMB = Memory.PeakMB,
        });
        return 0;
    }

    private static int MeasureNetwork(NetworkBenchmark benchmark, JsonTarget json, CancellationToken token)
    {
        (Measurement training, ScoringSpeed scoring) = benchmark.Run(token);
        json.Write(new
        {
            Command = "benchmark",
            Architecture = benchmark.Network.Name,
            ImageSize = benchmark.Size,
            BatchSize = benchmark.Batch,
            benchmark.Classes,
            benchmark.Precision,
            Threads = benchmark.Threads == 0 ? Environment.ProcessorCount : benchmark.Threads,
            Processors = Environment.ProcessorCount,
            Platform = RuntimeInformation.RuntimeIdentifier,
            TrainingImagesPerSecond = training,
            PredictionImagesPerSecond = scoring.Batched,
            PredictionMilliseconds = scoring.Single,
            PeakMemoryMB = Memory.PeakMB,
        });
        return 0;
    }
}
