using System.Diagnostics;
using Degradation.Experiments;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;

namespace Degradation.Display;

/// <summary>A line for each epoch, and one every 30 seconds within a long epoch.</summary>
internal sealed class PlainDisplay : IExperimentDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    public T Run<T>(IReadOnlyList<NetworkPlan> plans, Func<T> work) => work();

    public void ShowProgress(NetworkPlan plan, int epochsBefore, int epochs, ResNetProgress progress)
    {
        if (_sinceLine.Elapsed < Interval)
            return;
        long percent = 100 * progress.ImagesSeen / Math.Max(1, progress.Images);
        Write($"{plan.Name}: {percent} % of epoch {epochsBefore + progress.Epoch}/{epochs}, "
            + $"training error {100 * (1 - progress.Accuracy):F1} %, {progress.ImagesPerSecond:F0} images/s, "
            + $"{Format.Duration(progress.Remaining)} left");
    }

    public void ShowEpoch(NetworkPlan plan, int epochsBefore, int epochs, ResNetEpochMetrics metrics) =>
        Write($"{plan.Name}: epoch {epochsBefore + metrics.Epoch}/{epochs}, "
            + $"training error {100 * (1 - metrics.TrainAccuracy):F1} %, "
            + $"test error {100 * (1 - metrics.ValidationAccuracy):F1} %, {metrics.ImagesPerSecond:F0} images/s, "
            + $"{Format.Duration(metrics.Remaining)} left");

    public void ShowResumed(NetworkPlan plan) => Write($"{plan.Name}: resumes after an interruption");

    public void ShowFinished(NetworkPlan plan, NetworkResult result) =>
        Write($"{plan.Name}: finished with {Errors(result)}");

    public void ShowKept(NetworkPlan plan, NetworkResult result) =>
        Write($"{plan.Name}: finished before with {Errors(result)}");

    private static string Errors(NetworkResult result) =>
        $"training error {result.TrainError:F2} %, test error {result.TestError:F2} %";

    private void Write(string line)
    {
        Console.WriteLine(line);
        _sinceLine.Restart();
    }
}
