using System.Diagnostics;

namespace Microsoft.ML.ResNet.Tool.Benchmark;

/// <summary>Measures whole training steps: load and augment a mini-batch, forward, backward, update.</summary>
internal static class TrainingSpeed
{
    private const int FewestRepetitions = 3, MostBatches = 16;
    private static readonly TimeSpan ShortestRepetition = TimeSpan.FromSeconds(0.5);

    /// <returns>Images per second, and the model, whose weights are meaningless.</returns>
    public static (Measurement Rate, ResNetClassifierTransformer Model) Run(
        MLContext ml, ResNetClassifierEstimator.Options options, Func<int, IDataView> images, TimeSpan time,
        CancellationToken token)
    {
        int batch = options.BatchSize!.Value;
        // A training on one mini-batch shows how many make an epoch long enough to time.
        (List<double> rates, ResNetClassifierTransformer warm) =
            Train(ml, options, images(batch), TimeSpan.Zero, token);
        warm.Dispose();
        int batches = (int)Math.Clamp(rates[^1] * ShortestRepetition.TotalSeconds / batch, 1, MostBatches);
        (rates, ResNetClassifierTransformer model) = Train(ml, options, images(batch * batches), time, token);
        return (Measurement.From(rates.Skip(1)), model);
    }

    /// <summary>Trains until the time is over. Each epoch is a repetition; the first is a warm-up.</summary>
    private static (List<double> Rates, ResNetClassifierTransformer Model) Train(
        MLContext ml, ResNetClassifierEstimator.Options options, IDataView images, TimeSpan time,
        CancellationToken token)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(token);
        var clock = new Stopwatch();
        List<double> rates = [];
        options.CancellationToken = end.Token;
        options.ReturnModelWhenCancelled = true;
        options.MetricsCallback = metrics =>
        {
            clock.Start();
            rates.Add(metrics.ImagesPerSecond);
            if (rates.Count > FewestRepetitions && clock.Elapsed >= time)
                end.Cancel();
        };
        ResNetClassifierTransformer model = ml.Transforms.ResNetClassifier(options).Fit(images);
        token.ThrowIfCancellationRequested();
        return (rates, model);
    }
}
