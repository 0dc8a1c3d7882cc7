using Microsoft.ML.ResNet;
using QuickStart.Display;
using Samples;

namespace QuickStart.Learning;

/// <summary>Keeps what the summary says of training, and passes everything on to the display.</summary>
internal sealed class TrainingRecord(ITrainingDisplay display)
{
    private readonly List<double> _residentMB = [];
    private double _secondsPerImage;

    public IReadOnlyList<double> ResidentMB => _residentMB;

    public int Epochs => _residentMB.Count;

    /// <summary>Over all epochs, which have the same number of images: the harmonic mean of their speeds.</summary>
    public double ImagesPerSecond => Epochs / _secondsPerImage;

    public void OnProgress(ResNetProgress progress) => display.ShowProgress(progress);

    public void OnEpoch(ResNetEpochMetrics metrics)
    {
        _secondsPerImage += 1 / metrics.ImagesPerSecond;
        _residentMB.Add(Memory.ResidentMB);
        display.ShowEpoch(metrics);
    }
}
