using System.Diagnostics;

namespace Microsoft.ML.ResNet;

/// <summary>
/// A part of the time that a run may take. Learning rates fall to nothing at the end of training, so a training that is
/// cut
/// off is worse than one of fewer epochs: a short one tells how fast this machine is, and the epochs are chosen by it.
/// </summary>
internal sealed class TimeLimit(TimeSpan limit)
{
    private const int TrialBatches = 12;
    private const double Reserve = 0.85; // of the time for epochs: the machine may slow down, and the model is made
    private const double ForwardPart = 1 / 3.0; // of an image's training is what its validation takes

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public TimeSpan Left => limit - _clock.Elapsed;

    /// <summary>How many epochs fit, 1 to those of the options.</summary>
    /// <param name="options">The options of the training to come.</param>
    /// <param name="images">Number of training images.</param>
    /// <param name="validationImages">Number of validation images.</param>
    /// <param name="sample">Gives so many training images, evenly spread.</param>
    /// <param name="fit">Trains.</param>
    public int Epochs(
        ResNetClassifierEstimator.Options options, int images, int validationImages, Func<int, IDataView> sample,
        Func<ResNetClassifierEstimator.Options, IDataView, ResNetClassifierTransformer> fit)
    {
        ResNetClassifierEstimator.Options trial = options.Copy();
        trial.BatchSize ??= DefaultRecipe.BatchSize(images);
        trial.Epochs = 1;
        trial.ValidationFraction = 0;
        trial.EarlyStopping = null;
        trial.CheckpointPath = null;
        trial.MetricsCallback = null;
        trial.ProgressCallback = null;
        int count = Math.Min(images, TrialBatches * trial.BatchSize.Value);
        var clock = Stopwatch.StartNew();
        double pace = fit(trial, sample(count)).TrainingReport!.Epochs[0].ImagesPerSecond;
        double reading = Math.Max(0, clock.Elapsed.TotalSeconds / count - 1 / pace);

        double epoch = (images + validationImages * ForwardPart) / pace;
        double forEpochs = Reserve * (Left.TotalSeconds - reading * (images + validationImages));
        return (int)Math.Clamp(forEpochs / epoch, 1, options.Epochs);
    }
}
