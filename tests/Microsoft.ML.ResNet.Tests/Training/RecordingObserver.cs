using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Tests;

internal sealed class RecordingObserver(Action<int>? onIteration = null) : ITrainingObserver
{
    public List<ResNetEpochMetrics> Epochs { get; } = [];
    public List<ResNetProgress> Progress { get; } = [];
    public List<string> Resumed { get; } = [];
    public int Iterations { get; private set; }

    public void OnResumed(ResNetResumption resumption) => Resumed.Add(resumption.ToString());

    public void OnEpoch(ResNetEpochMetrics metrics) => Epochs.Add(metrics);

    public void OnProgress(ResNetProgress progress) => Progress.Add(progress);

    public void CheckAlive()
    {
        Iterations++;
        onIteration?.Invoke(Iterations);
    }
}
