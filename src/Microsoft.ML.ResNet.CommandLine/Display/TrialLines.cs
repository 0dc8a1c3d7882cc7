namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>A line for each completed or failed trial.</summary>
internal sealed class TrialLines : ITrialDisplay
{
    public T Show<T>(Func<T> experiment) => experiment();

    public void ReportTrials(IReadOnlyList<ResNetTrial> trials) =>
        Console.WriteLine($"{trials.Count} configurations to try");

    public void ReportCompletedTrial(ResNetTrial trial) =>
        Console.WriteLine($"rung {trial.Rungs}, {trial.Duration.TotalSeconds:F1} s: {trial}");

    public void ReportFailTrial(ResNetTrial trial, Exception? exception) => Console.WriteLine(trial);
}
