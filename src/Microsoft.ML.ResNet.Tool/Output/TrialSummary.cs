namespace Microsoft.ML.ResNet.Tool.Output;

/// <summary>A trial of an experiment.</summary>
internal sealed record TrialSummary(
    int Id, ResNetTrialState State, double? Metric, double Epochs, double Seconds, double MemoryMB, string? Error,
    IReadOnlyDictionary<string, string> Parameters)
{
    public static TrialSummary From(ResNetTrial trial) => new(
        trial.TrialId, trial.State, trial.Metric, trial.Epochs, trial.Duration.TotalSeconds, trial.MemoryMB,
        trial.Error, trial.Parameters);
}
