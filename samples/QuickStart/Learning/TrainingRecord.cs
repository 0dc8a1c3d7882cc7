using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine.Display;
using Microsoft.ML.ResNet.CommandLine;

namespace QuickStart.Learning;

/// <summary>Records values for the summary and forwards training progress to the display.</summary>
internal sealed class TrainingRecord(ITrainingDisplay display)
{
    private readonly List<double> _residentMB = [];

    public IReadOnlyList<double> ResidentMB => _residentMB;

    public void OnProgress(ResNetProgress progress) => display.ShowProgress(progress);

    public void OnEpoch(ResNetEpochMetrics metrics)
    {
        _residentMB.Add(Memory.ResidentMB);
        display.ShowEpoch(metrics);
    }
}
