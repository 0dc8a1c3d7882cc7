using System.Diagnostics;

namespace Microsoft.ML.ResNet.Tool.Benchmark;

/// <summary>Training steps: loading and augmenting a mini-batch, forward, backward, update.</summary>
internal static class TrainingSpeed
{
    private const int FewestRepetitions = 3, MostBatches = 16;
    private static readonly TimeSpan ShortestRepetition = TimeSpan.FromSeconds(0.5);

    /// <returns>Images per second, and a model, whose weights mean nothing.</returns>
    public static (Measured Rate, ResNetClassifierTransformer Model) Run(
        MLContext ml, ResNetClassifierEstimator.Options options, Func<int, IDataView> images, TimeSpan time,
        CancellationToken token)
    {
        int batch = options.BatchSize!.Value;
        // How many mini-batches take long enough to be timed: asked of a training of one.
        (List<double> rates, ResNetClassifierTransformer warm) =
            Train(ml, options, images(batch), TimeSpan.Zero, token);
        warm.Dispose();
        int batches = (int)Math.Clamp(rates[^1] * ShortestRepetition.TotalSeconds / batch, 1, MostBatches);
        (rates, ResNetClassifierTransformer model) = Train(ml, options, images(batch * batches), time, token);
        return (Measured.Of(rates.Skip(1)), model);
    }

    /// <summary>An epoch is a repetition; the first one warms up.</summary>
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
