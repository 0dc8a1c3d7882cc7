namespace Microsoft.ML.ResNet.Tool.Output;

/// <summary>A configuration that was tried.</summary>
internal sealed record TrialSummary(
    int Id, ResNetTrialState State, double? Metric, double Epochs, double Seconds, double MemoryMB, string? Error,
    IReadOnlyDictionary<string, string> Parameters)
{
    public static TrialSummary Of(ResNetTrial trial) => new(
        trial.TrialId, trial.State, trial.Metric, trial.Epochs, trial.Duration.TotalSeconds, trial.MemoryMB,
        trial.Error, trial.Parameters);
}
