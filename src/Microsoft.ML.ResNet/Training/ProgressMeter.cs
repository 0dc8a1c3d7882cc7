using System.Diagnostics;

namespace Microsoft.ML.ResNet;

/// <summary>
/// Adds up losses and times, and tells the observer: after every epoch, and a few times a second in between.
/// </summary>
internal sealed class ProgressMeter(ITrainingObserver observer, int epochs, int imagesPerEpoch)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.2);

    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _training, _validation; // over all epochs
    private int _epoch;
    private long _epochStart, _lastReport;
    private TimeSpan _epochTime;
    private BatchLoss _total;
    private long _seen;
    private float _learningRate;

    /// <param name="epoch">The epoch, from 0.</param>
    public void BeginEpoch(int epoch)
    {
        _epoch = epoch;
        _epochStart = Stopwatch.GetTimestamp();
        _lastReport = _epochStart;
        _total = default;
        _seen = 0;
    }

    public void AddBatch(BatchLoss loss, int images, float learningRate)
    {
        _total += loss;
        _seen += images;
        _learningRate = learningRate;
        _epochTime = Stopwatch.GetElapsedTime(_epochStart);
        if (Stopwatch.GetElapsedTime(_lastReport) < s_interval)
            return;
        _lastReport = Stopwatch.GetTimestamp();
        observer.OnProgress(new ResNetProgress
        {
            Epoch = _epoch + 1,
            Epochs = epochs,
            ImagesSeen = _seen,
            Images = imagesPerEpoch,
            Loss = _total.LossSum / _seen,
            Accuracy = (double)_total.Correct / _seen,
            LearningRate = learningRate,
            ImagesPerSecond = ImagesPerSecond,
            Remaining = Remaining(_training + _epochTime, _epoch, _seen),
        });
    }

    /// <param name="validation">The sums over the validation set, or null without one.</param>
    /// <param name="validationImages">Images of the validation set.</param>
    /// <param name="validationTime">What validating took.</param>
    /// <param name="meanAveragePrecision">Over the validation set, or null.</param>
    public void EndEpoch(BatchLoss? validation, int validationImages, TimeSpan validationTime,
        double? meanAveragePrecision)
    {
        _training += _epochTime;
        _validation += validationTime;
        observer.OnEpoch(new ResNetEpochMetrics
        {
            Epoch = _epoch + 1,
            Epochs = epochs,
            TrainLoss = _total.LossSum / _seen,
            TrainAccuracy = (double)_total.Correct / _seen,
            ValidationLoss = validation?.LossSum / validationImages,
            ValidationAccuracy = (double?)validation?.Correct / validationImages,
            TrainMicroF1 = _total.Labels?.F1,
            ValidationMicroF1 = validation?.Labels?.F1,
            ValidationMeanAveragePrecision = meanAveragePrecision,
            LearningRate = _learningRate,
            ImagesPerSecond = ImagesPerSecond,
            Elapsed = Stopwatch.GetElapsedTime(_start),
            Remaining = Remaining(_training, _epoch + 1, 0),
        });
    }

    private double ImagesPerSecond => _seen / Math.Max(_epochTime.TotalSeconds, 1e-9);

    // Training goes on as fast as so far, and so does validation.
    private TimeSpan Remaining(TimeSpan training, int epochsDone, long seen)
    {
        double imagesDone = (double)epochsDone * imagesPerEpoch + seen;
        double imagesLeft = (double)epochs * imagesPerEpoch - imagesDone;
        TimeSpan perValidation = epochsDone > 0 ? _validation / epochsDone : TimeSpan.Zero;
        return training * (imagesLeft / imagesDone) + perValidation * (epochs - epochsDone);
    }
}
