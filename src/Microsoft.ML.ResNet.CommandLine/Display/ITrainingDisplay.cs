namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>Shows training while it runs.</summary>
internal interface ITrainingDisplay
{
    /// <summary>Calls <paramref name="train"/>, during which the two methods below may be called.</summary>
    T Run<T>(Func<T> train);

    void ShowProgress(ResNetProgress progress);

    void ShowEpoch(ResNetEpochMetrics metrics);

    /// <summary>A live table on a terminal, plain lines elsewhere.</summary>
    static ITrainingDisplay Create() => Terminal.IsLive ? new LiveTraining() : new PlainTraining();
}
