using Degradation.Experiments;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;
using Spectre.Console;

namespace Degradation.Display;

/// <summary>A progress bar for each network with its errors so far.</summary>
internal sealed class LiveDisplay : IExperimentDisplay
{
    private readonly Dictionary<NetworkPlan, ProgressTask> _tasks = [];
    private readonly Dictionary<NetworkPlan, string> _errors = [];

    public T Run<T>(IReadOnlyList<NetworkPlan> plans, Func<T> work) => AnsiConsole.Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
        .Start(context =>
        {
            foreach (NetworkPlan plan in plans)
                _tasks[plan] = context.AddTask(plan.Name, autoStart: false, maxValue: 1);
            return work();
        });

    public void ShowProgress(NetworkPlan plan, int epochsBefore, int epochs, ResNetProgress progress)
    {
        double part = (double)progress.ImagesSeen / Math.Max(1, progress.Images);
        Show(plan, (epochsBefore + progress.Epoch - 1 + part) / epochs,
            $"{_errors.GetValueOrDefault(plan)}{progress.ImagesPerSecond:F0} images/s, "
            + $"{Format.Duration(progress.Remaining)} left");
    }

    public void ShowEpoch(NetworkPlan plan, int epochsBefore, int epochs, ResNetEpochMetrics metrics)
    {
        _errors[plan] =
            $"errors {100 * (1 - metrics.TrainAccuracy):F1} % / {100 * (1 - metrics.ValidationAccuracy):F1} %, ";
        Show(plan, (double)(epochsBefore + metrics.Epoch) / epochs,
            $"{_errors[plan]}{metrics.ImagesPerSecond:F0} images/s, {Format.Duration(metrics.Remaining)} left");
    }

    // The bar starts at the epoch that training resumes from.
    public void ShowResumed(NetworkPlan plan)
    {
    }

    public void ShowFinished(NetworkPlan plan, NetworkResult result) =>
        Show(plan, 1, $"errors {result.TrainError:F1} % / {result.TestError:F1} %");

    public void ShowKept(NetworkPlan plan, NetworkResult result) =>
        Show(plan, 1, $"errors {result.TrainError:F1} % / {result.TestError:F1} %, finished before");

    private void Show(NetworkPlan plan, double part, string state)
    {
        ProgressTask task = _tasks[plan];
        if (!task.IsStarted)
            task.StartTask();
        task.Description = Markup.Escape($"{plan.Name}: {state}");
        task.Value = part;
    }
}
