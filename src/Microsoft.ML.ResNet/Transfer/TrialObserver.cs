using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>Follows a training whose epochs are not those of the model: it can be ended, and is not reported.</summary>
internal sealed class TrialObserver(ITrainingObserver observer) : ITrainingObserver
{
    public void OnResumed(ResNetResumption resumption) => observer.OnResumed(new ResNetResumption
    {
        CheckpointPath = resumption.CheckpointPath,
        Position = resumption.Position,
        Epochs = [],
    });

    public void OnEpoch(ResNetEpochMetrics metrics)
    {
    }

    public void OnProgress(ResNetProgress progress) => observer.OnProgress(progress);

    public void CheckAlive() => observer.CheckAlive();
}
