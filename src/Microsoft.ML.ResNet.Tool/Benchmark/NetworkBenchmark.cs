using Microsoft.ML.ResNet.Tool.Models;

namespace Microsoft.ML.ResNet.Tool.Benchmark;

/// <summary>Measures training and predictions of an architecture.</summary>
internal sealed record NetworkBenchmark(
    ResNetArchitecture Network, int Size, int Batch, int Classes, int Threads, ResNetPrecision Precision, TimeSpan Time)
{
    private const int ScoredBatches = 4;

    public (Measurement Training, ScoringSpeed Scoring) Run(CancellationToken token)
    {
        MLContext ml = ToolContext.Create(seed: 1);
        Console.WriteLine($"{Network.Name} on {Size}x{Size}, {Classes} classes, {Precision}, on "
            + $"{Environment.ProcessorCount} processors");
        (Measurement training, ResNetClassifierTransformer trained) =
            TrainingSpeed.Run(ml, Options(), count => Pixels(count).ToDataView(ml), Time, token);
        using ResNetClassifierTransformer _ = trained;
        SpeedDisplay.Write($"training, batches of {Batch}", training, "images/s");

        RandomPixels pixels = Pixels(ScoredBatches * Batch);
        using ResNetClassifierTransformer model =
            Precision == ResNetPrecision.Int8 ? trained.Quantize(pixels.ToDataView(ml)) : trained;
        var scoring = ScoringSpeed.Measure(ml, model, pixels, Time, token);
        SpeedDisplay.Write(scoring);
        return (training, scoring);
    }

    private ResNetClassifierEstimator.Options Options() => new()
    {
        Architecture = Network,
        Epochs = 100_000, // cancelled when the time is over
        BatchSize = Batch,
        LearningRate = 1e-4f, // random labels: the weights should stay small
        Schedule = ResNetLearningRateSchedule.Constant,
        NumberOfThreads = Threads,
        Precision = Precision == ResNetPrecision.Int8 ? ResNetPrecision.Float32 : Precision,
    };

    private RandomPixels Pixels(int count) =>
        new(Math.Max(count, Classes == 2 ? 2 : 1), Size, Size, channels: 3, Classes);
}
