using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet.ModelBuilder;

/// <summary>
/// Estimates how many epochs fit into the remaining time. Learning rates fall to nearly 0 at the end of training, so an
/// interrupted training is worse than a complete one with fewer epochs. A short trial run measures this machine's
/// speed.
/// </summary>
internal sealed class EpochEstimator(ExperimentClock clock)
{
    private const int TrialBatches = 12;
    private const int MostTrialEpochs = 20;
    private const double TrialPart = 0.08; // fraction of the remaining time
    // Fraction of the time to plan with: the machine may slow down, and the model has to be created.
    private const double Reserve = 0.85;

    /// <summary>The number of epochs that fit, from 1 to the options' epochs.</summary>
    /// <param name="options">The training's options, with the clock's token.</param>
    /// <param name="images">The training's images.</param>
    /// <param name="fit">Runs a training.</param>
    /// <exception cref="OperationCanceledException">The time is up, or the user cancelled.</exception>
    public int Epochs(
        ResNetClassifierEstimator.Options options, TrainingSplit images,
        Func<ResNetClassifierEstimator.Options, TrainingSplit, ResNetClassifierTransformer> fit)
    {
        int count = images.Train.Rows.Length;
        int batch = options.BatchSize ?? DefaultRecipe.BatchSize(count);
        TrainingSplit sample = ModelBuilderDatasets.Sample(images, Math.Min(count, TrialBatches * batch));
        double pace = Trial(options, batch, trial => fit(trial, sample).Dispose());
        double epoch = new TrialThroughput(pace, count, images.Validation?.Rows.Length ?? 0).SecondsOf(count);
        return (int)Math.Clamp(Reserve * clock.Remaining / epoch, 1, options.Epochs);
    }

    // Measures training images per second.
    private double Trial(
        ResNetClassifierEstimator.Options options, int batch, Action<ResNetClassifierEstimator.Options> fit)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
        double start = clock.Seconds, enough = clock.Remaining * TrialPart;
        var ofEpochs = new List<double>();
        double latest = double.NaN;

        ResNetClassifierEstimator.Options trial = options.Copy();
        trial.BatchSize = batch;
        trial.Epochs = MostTrialEpochs;
        trial.ValidationFraction = 0;
        trial.EarlyStopping = null;
        trial.CheckpointPath = null;
        trial.CancellationToken = stop.Token;
        trial.ReturnModelWhenCancelled = true;
        trial.ProgressCallback = progress =>
        {
            latest = progress.ImagesPerSecond;
            StopWhenEnough();
        };
        trial.MetricsCallback = metrics =>
        {
            ofEpochs.Add(metrics.ImagesPerSecond);
            StopWhenEnough();
        };
        fit(trial);
        // In a short training the token's timer may fire too late.
        if (clock.IsOver || options.CancellationToken.IsCancellationRequested)
            throw new OperationCanceledException(options.CancellationToken);

        // The first epoch includes the start-up; the median of the others is robust against disturbances.
        double[] settled = [.. ofEpochs.Skip(ofEpochs.Count > 1 ? 1 : 0).Order()];
        return settled.Length == 0 ? latest : settled[settled.Length / 2];

        void StopWhenEnough()
        {
            if (clock.Seconds - start > enough)
                stop.Cancel();
        }
    }
}
