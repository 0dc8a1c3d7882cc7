using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Accumulates losses and times, reports to the observer a few times a second, and keeps the metrics of every epoch.
/// </summary>
internal sealed class ProgressMeter(ITrainingObserver observer, int epochs, int imagesPerEpoch) : ICheckpointPart
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.2);
    private static readonly JsonSerializerOptions s_json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Clock _run = new(), _epoch = new();
    private List<ResNetEpochMetrics> _epochs = [];
    private TimeSpan _training, _validation; // over all completed epochs
    private long _lastReport = Stopwatch.GetTimestamp();
    private TimeSpan _epochTime;
    private BatchLoss _total;
    private long _seen;
    private double _learningRate;

    /// <summary>Learning rate of the latest mini-batch.</summary>
    public float LearningRate => (float)_learningRate;

    /// <summary>Metrics of every completed epoch.</summary>
    public IReadOnlyList<ResNetEpochMetrics> Epochs => _epochs;

    /// <summary>Called before this run's first mini-batch of an epoch.</summary>
    public void BeginEpoch()
    {
        _epoch.Start(_epochTime);
        _lastReport = Stopwatch.GetTimestamp();
    }

    public void AddBatch(BatchLoss loss, int images, float learningRate)
    {
        _total += loss;
        _seen += images;
        _learningRate = learningRate;
        _epochTime = _epoch.Elapsed;
    }

    public void Report()
    {
        if (Stopwatch.GetElapsedTime(_lastReport) < s_interval)
            return;
        _lastReport = Stopwatch.GetTimestamp();
        observer.OnProgress(new ResNetProgress
        {
            Epoch = _epochs.Count + 1,
            Epochs = epochs,
            ImagesSeen = _seen,
            Images = imagesPerEpoch,
            Loss = _total.LossSum / _seen,
            Accuracy = (double)_total.Correct / _seen,
            LearningRate = LearningRate,
            ImagesPerSecond = ImagesPerSecond,
            Remaining = Remaining(_training + _epochTime, _epochs.Count, _seen),
        });
    }

    /// <param name="validation">Sums over the validation set; null without one.</param>
    /// <param name="validationImages">Number of validation images.</param>
    /// <param name="validationTime">Duration of the validation.</param>
    /// <param name="meanAveragePrecision">Over the validation set; may be null.</param>
    public ResNetEpochMetrics EndEpoch(
        BatchLoss? validation, int validationImages, TimeSpan validationTime, double? meanAveragePrecision)
    {
        _training += _epochTime;
        _validation += validationTime;
        ResNetEpochMetrics metrics = new()
        {
            Epoch = _epochs.Count + 1,
            Epochs = epochs,
            TrainLoss = _total.LossSum / _seen,
            TrainAccuracy = (double)_total.Correct / _seen,
            ValidationLoss = validation?.LossSum / validationImages,
            ValidationAccuracy = (double?)validation?.Correct / validationImages,
            TrainMicroF1 = _total.Labels?.F1,
            ValidationMicroF1 = validation?.Labels?.F1,
            ValidationMeanAveragePrecision = meanAveragePrecision,
            LearningRate = LearningRate,
            ImagesPerSecond = ImagesPerSecond,
            Elapsed = _run.Elapsed,
            Remaining = Remaining(_training, _epochs.Count + 1, 0),
        };
        _epochs.Add(metrics);
        (_total, _seen, _epochTime) = (default, 0, TimeSpan.Zero);
        return metrics;
    }

    private double ImagesPerSecond => _seen / Math.Max(_epochTime.TotalSeconds, 1e-9);

    // Assumes that training and validation keep their speed so far.
    private TimeSpan Remaining(TimeSpan training, int epochsDone, long seen)
    {
        double imagesDone = (double)epochsDone * imagesPerEpoch + seen;
        double imagesLeft = (double)epochs * imagesPerEpoch - imagesDone;
        TimeSpan perValidation = epochsDone > 0 ? _validation / epochsDone : TimeSpan.Zero;
        return training * (imagesLeft / imagesDone) + perValidation * (epochs - epochsDone);
    }

    string ICheckpointPart.Name => "metrics";

    void ICheckpointPart.Save(CheckpointWriter writer)
    {
        writer.Write(_run.Elapsed);
        writer.Write(_training);
        writer.Write(_validation);
        writer.Write(_epochTime);
        writer.Write(_total.LossSum);
        writer.Write(_total.Correct);
        writer.Write(_total.Labels is null ? 0 : 1);
        if (_total.Labels is { } labels)
        {
            writer.Write(labels.Exact);
            writer.Write(labels.TruePositives);
            writer.Write(labels.FalsePositives);
            writer.Write(labels.FalseNegatives);
        }
        writer.Write(_seen);
        writer.Write(_learningRate);
        writer.Write(JsonSerializer.Serialize(_epochs, s_json));
    }

    void ICheckpointPart.Load(CheckpointReader reader)
    {
        _run.Start(reader.ReadTimeSpan());
        (_training, _validation, _epochTime) = (reader.ReadTimeSpan(), reader.ReadTimeSpan(), reader.ReadTimeSpan());
        _total = new BatchLoss(reader.ReadDouble(), reader.ReadInt64());
        if (reader.ReadInt32() == 1)
        {
            _total = _total with
            {
                Labels = new LabelCounts(
                    reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()),
            };
        }
        (_seen, _learningRate) = (reader.ReadInt64(), reader.ReadDouble());
        _epochs = JsonSerializer.Deserialize<List<ResNetEpochMetrics>>(reader.ReadString(), s_json) ?? [];
        if (_seen < 0 || _epochs.Contains(null!))
            throw reader.Damaged("has invalid sums");
    }

    /// <summary>A stopwatch that continues from the time of earlier runs.</summary>
    private sealed class Clock
    {
        private long _start = Stopwatch.GetTimestamp();
        private TimeSpan _before;

        public TimeSpan Elapsed => _before + Stopwatch.GetElapsedTime(_start);

        public void Start(TimeSpan before) => (_start, _before) = (Stopwatch.GetTimestamp(), before);
    }
}
