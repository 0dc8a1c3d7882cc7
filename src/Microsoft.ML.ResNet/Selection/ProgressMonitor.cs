namespace Microsoft.ML.ResNet.Selection;

/// <summary>
/// Forwards everything to another monitor, and trials that completed a rung or failed to a progress handler.
/// </summary>
internal sealed class ProgressMonitor(IResNetExperimentMonitor? next, IProgress<ResNetTrial> progress)
    : IResNetExperimentMonitor
{
    public void ReportTrials(IReadOnlyList<ResNetTrial> trials) => next?.ReportTrials(trials);

    public void ReportRunningTrial(ResNetTrial trial) => next?.ReportRunningTrial(trial);

    public void ReportEpoch(ResNetTrial trial, ResNetEpochMetrics metrics) => next?.ReportEpoch(trial, metrics);

    public void ReportBestTrial(ResNetTrial trial) => next?.ReportBestTrial(trial);

    public void ReportCompletedTrial(ResNetTrial trial)
    {
        next?.ReportCompletedTrial(trial);
        progress.Report(trial);
    }

    public void ReportFailTrial(ResNetTrial trial, Exception? exception)
    {
        next?.ReportFailTrial(trial, exception);
        progress.Report(trial);
    }
}
