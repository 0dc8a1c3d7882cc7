namespace Microsoft.ML.ResNet;

/// <summary>
/// Is told how an experiment goes, on the thread that trains. Every method does nothing unless it is implemented.
/// </summary>
public interface IResNetExperimentMonitor
{
    /// <summary>The trials were drawn, or read from the checkpoint of an earlier run.</summary>
    /// <param name="trials">All of them.</param>
    void ReportTrials(IReadOnlyList<ResNetTrial> trials)
    {
    }

    /// <summary>A trial begins, or goes on in the next rung.</summary>
    /// <param name="trial">The trial.</param>
    void ReportRunningTrial(ResNetTrial trial)
    {
    }

    /// <summary>The running trial has finished an epoch of its rung.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="metrics">The epoch; numbered within the rung.</param>
    void ReportEpoch(ResNetTrial trial, ResNetEpochMetrics metrics)
    {
    }

    /// <summary>A trial has finished a rung.</summary>
    /// <param name="trial">The trial.</param>
    void ReportCompletedTrial(ResNetTrial trial)
    {
    }

    /// <summary>A trial is the best up to now.</summary>
    /// <param name="trial">The trial.</param>
    void ReportBestTrial(ResNetTrial trial)
    {
    }

    /// <summary>A trial has failed, or was refused for its memory or time; the experiment goes on.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="exception">Why; null if it was refused.</param>
    void ReportFailTrial(ResNetTrial trial, Exception? exception)
    {
    }
}
