using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet.ModelBuilder;

/// <summary>
/// A part of the time that a run may take. Learning rates fall to nothing at the end of training, so a training that
/// is cut off is worse than one of fewer epochs: a short one tells how fast this machine is, and the epochs are chosen
/// by it.
/// </summary>
internal sealed class TimeLimit(ExperimentClock clock)
{
    private const int TrialBatches = 12;
    private const int MostTrialEpochs = 20;
    private const double TrialPart = 0.08; // of the time
    private const double Reserve = 0.85; // of the time for epochs: the machine may slow down, and the model is made

    /// <summary>How many epochs fit, 1 to those of the options.</summary>
    /// <param name="options">The options of the training to come; their token is the clock's.</param>
    /// <param name="images">The images of that training.</param>
    /// <param name="fit">Trains.</param>
    /// <exception cref="OperationCanceledException">The time is over, or the user has cancelled.</exception>
    public int Epochs(
        ResNetClassifierEstimator.Options options, TrainingSplit images,
        Func<ResNetClassifierEstimator.Options, TrainingSplit, ResNetClassifierTransformer> fit)
    {
        int count = images.Train.Rows.Length;
        int batch = options.BatchSize ?? DefaultRecipe.BatchSize(count);
        TrainingSplit sample = ModelBuilderDatasets.Sample(images, Math.Min(count, TrialBatches * batch));
        double pace = Trial(options, batch, trial => fit(trial, sample).Dispose());
        double epoch = new TrialPace(pace, count, images.Validation?.Rows.Length ?? 0).SecondsOf(count);
        return (int)Math.Clamp(Reserve * clock.Remaining / epoch, 1, options.Epochs);
    }

    // Images per second of training.
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
        // For a small training the timer behind the token may come too late.
        if (clock.IsOver || options.CancellationToken.IsCancellationRequested)
            throw new OperationCanceledException(options.CancellationToken);

        // The first epoch has the start in it; of the others a median does not mind what disturbed a few of them.
        double[] settled = [.. ofEpochs.Skip(ofEpochs.Count > 1 ? 1 : 0).Order()];
        return settled.Length == 0 ? latest : settled[settled.Length / 2];

        void StopWhenEnough()
        {
            if (clock.Seconds - start > enough)
                stop.Cancel();
        }
    }
}
