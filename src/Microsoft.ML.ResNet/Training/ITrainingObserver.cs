namespace Microsoft.ML.ResNet.Training;

/// <summary>Who is told how training goes. Called on the thread that trains.</summary>
internal interface ITrainingObserver
{
    /// <summary>Called before the first iteration if training goes on from a checkpoint.</summary>
    /// <param name="checkpoint">Says which, and where training stands.</param>
    /// <param name="epochs">The epochs that the earlier runs have finished.</param>
    void OnResumed(string checkpoint, IReadOnlyList<ResNetEpochMetrics> epochs);

    void OnEpoch(ResNetEpochMetrics metrics);

    /// <summary>Called a few times a second.</summary>
    void OnProgress(ResNetProgress progress);

    /// <summary>Called in every iteration; throws to end the training.</summary>
    void CheckAlive();
}
