using Microsoft.ML.ResNet.Training;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>
/// Reports the progress of a training: to the log, to ML.NET's progress channel, and to the callbacks of the options.
/// </summary>
internal sealed class TrainingObserver : ITrainingObserver, IDisposable
{
    private readonly IChannel _channel;
    private readonly ResNetClassifierEstimator.Options _options;
    private readonly Action _checkAlive;
    private readonly IProgressChannel _progress;
    private volatile ResNetProgress? _latest;

    public TrainingObserver(IHost host, IChannel channel, ResNetClassifierEstimator.Options options, Action checkAlive)
    {
        _channel = channel;
        _options = options;
        _checkAlive = checkAlive;
        _progress = host.StartProgressChannel("ResNet");
        _progress.SetHeader(
            new ProgressHeader(
                ["Loss", "Accuracy", "Validation loss", "Validation accuracy", "Learning rate", "Images per second"],
                ["epochs", "images"]),
            Fill);
    }

    public void OnResumed(ResNetResumption resumption)
    {
        _channel.Info(resumption.ToString());
        if (resumption.Epochs.Count > 0)
            _channel.Info($"Its latest epoch: {resumption.Epochs[^1]}");
        _options.ResumedCallback?.Invoke(resumption);
    }

    public void OnEpoch(ResNetEpochMetrics metrics)
    {
        _channel.Info(metrics.ToString());
        _progress.Checkpoint(
            metrics.TrainLoss, metrics.TrainAccuracy, metrics.ValidationLoss, metrics.ValidationAccuracy,
            metrics.LearningRate, metrics.ImagesPerSecond, metrics.Epoch);
        _options.MetricsCallback?.Invoke(metrics);
    }

    public void OnProgress(ResNetProgress progress)
    {
        _latest = progress;
        _options.ProgressCallback?.Invoke(progress);
    }

    public void CheckAlive() => _checkAlive();

    public void Dispose() => _progress.Dispose();

    // Called by listeners of the progress channel, on any thread.
    private void Fill(IProgressEntry entry)
    {
        if (_latest is not { } progress)
            return;
        entry.SetProgress(0, progress.Epoch - 1, progress.Epochs);
        entry.SetProgress(1, progress.ImagesSeen, progress.Images);
        entry.SetMetric(0, progress.Loss);
        entry.SetMetric(1, progress.Accuracy);
        entry.SetMetric(4, progress.LearningRate);
        entry.SetMetric(5, progress.ImagesPerSecond);
    }
}
