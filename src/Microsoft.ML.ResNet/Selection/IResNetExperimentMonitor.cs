namespace Microsoft.ML.ResNet;

/// <summary>
/// Receives the progress of an experiment, on the training thread. Methods that are not implemented do nothing.
/// </summary>
public interface IResNetExperimentMonitor
{
    /// <summary>Called once, when the trials have been drawn or read from an earlier run's checkpoint.</summary>
    /// <param name="trials">All trials.</param>
    void ReportTrials(IReadOnlyList<ResNetTrial> trials)
    {
    }

    /// <summary>Called when a trial starts a rung.</summary>
    /// <param name="trial">The trial.</param>
    void ReportRunningTrial(ResNetTrial trial)
    {
    }

    /// <summary>Called when the running trial has completed an epoch.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="metrics">The epoch's metrics. Epochs are numbered within the rung.</param>
    void ReportEpoch(ResNetTrial trial, ResNetEpochMetrics metrics)
    {
    }

    /// <summary>Called when a trial has completed a rung.</summary>
    /// <param name="trial">The trial.</param>
    void ReportCompletedTrial(ResNetTrial trial)
    {
    }

    /// <summary>Called when a trial is the best so far.</summary>
    /// <param name="trial">The trial.</param>
    void ReportBestTrial(ResNetTrial trial)
    {
    }

    /// <summary>
    /// Called when a trial has failed, or was refused because it needs too much memory or time. The experiment
    /// continues.
    /// </summary>
    /// <param name="trial">The trial.</param>
    /// <param name="exception">The error; null if the trial was refused.</param>
    void ReportFailTrial(ResNetTrial trial, Exception? exception)
    {
    }
}
