namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>Shows training while it runs.</summary>
internal interface ITrainingDisplay
{
    /// <summary>Runs <paramref name="train"/>; the two methods below may be called only while it runs.</summary>
    T Run<T>(Func<T> train);

    void ShowProgress(ResNetProgress progress);

    void ShowEpoch(ResNetEpochMetrics metrics);

    /// <summary>Creates a live table on a terminal, and plain lines otherwise.</summary>
    static ITrainingDisplay Create() => Terminal.IsLive ? new LiveTraining() : new PlainTraining();
}
