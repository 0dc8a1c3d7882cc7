namespace Microsoft.ML.ResNet.Selection;

/// <summary>
/// Separates exceptions thrown by the monitor, which end the experiment, from failed trials, which do not.
/// </summary>
internal sealed class ExceptionWrappingMonitor(IResNetExperimentMonitor monitor) : IResNetExperimentMonitor
{
    public void ReportTrials(IReadOnlyList<ResNetTrial> trials) => Call(() => monitor.ReportTrials(trials));

    public void ReportRunningTrial(ResNetTrial trial) => Call(() => monitor.ReportRunningTrial(trial));

    public void ReportEpoch(ResNetTrial trial, ResNetEpochMetrics metrics) =>
        Call(() => monitor.ReportEpoch(trial, metrics));

    public void ReportCompletedTrial(ResNetTrial trial) => Call(() => monitor.ReportCompletedTrial(trial));

    public void ReportBestTrial(ResNetTrial trial) => Call(() => monitor.ReportBestTrial(trial));

    public void ReportFailTrial(ResNetTrial trial, Exception? exception) =>
        Call(() => monitor.ReportFailTrial(trial, exception));

    private static void Call(Action report)
    {
        try
        {
            report();
        }
        catch (Exception exception)
        {
            throw new MonitorException(exception);
        }
    }
}

/// <summary>Wraps an exception thrown by a monitor.</summary>
internal sealed class MonitorException(Exception inner) : Exception(inner.Message, inner);
