namespace Microsoft.ML.ResNet;

/// <summary>Who is told how training goes. Called on the thread that trains.</summary>
internal interface ITrainingObserver
{
    void OnEpoch(ResNetEpochMetrics metrics);

    /// <summary>Called a few times a second.</summary>
    void OnProgress(ResNetProgress progress);

    /// <summary>Called in every iteration; throws to end the training.</summary>
    void CheckAlive();
}
