namespace Microsoft.ML.ResNet.Training;

/// <summary>Receives the progress of a training run, on the training thread.</summary>
internal interface ITrainingObserver
{
    /// <summary>Called before the first iteration if training resumes from a checkpoint.</summary>
    void OnResumed(ResNetResumption resumption);

    void OnEpoch(ResNetEpochMetrics metrics);

    /// <summary>Called a few times a second.</summary>
    void OnProgress(ResNetProgress progress);

    /// <summary>Called in every iteration. May throw to end training.</summary>
    void CheckAlive();
}
