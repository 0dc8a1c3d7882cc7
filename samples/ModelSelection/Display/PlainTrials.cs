using Microsoft.ML.ResNet;

namespace ModelSelection.Display;

/// <summary>A line for each trial's rung.</summary>
internal sealed class PlainTrials : ITrialDisplay
{
    public T Show<T>(Func<T> experiment) => experiment();

    public void ReportTrials(IReadOnlyList<ResNetTrial> trials) =>
        Console.WriteLine($"{trials.Count} configurations were drawn");

    public void ReportCompletedTrial(ResNetTrial trial) =>
        Console.WriteLine($"rung {trial.Rungs}, {trial.Duration.TotalSeconds:F1} s: {trial}");

    public void ReportFailTrial(ResNetTrial trial, Exception? exception) => Console.WriteLine(trial);
}
