namespace Microsoft.ML.ResNet.Training;

/// <summary>Receives the progress of a training run, on the training thread.</summary>
internal interface ITrainingObserver
{
    /// <summary>Called before the first iteration if training resumes from a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint's path and position, for messages.</param>
    /// <param name="epochs">Epochs completed by earlier runs.</param>
    void OnResumed(string checkpoint, IReadOnlyList<ResNetEpochMetrics> epochs);

    void OnEpoch(ResNetEpochMetrics metrics);

    /// <summary>Called a few times a second.</summary>
    void OnProgress(ResNetProgress progress);

    /// <summary>Called in every iteration. May throw to end training.</summary>
    void CheckAlive();
}
