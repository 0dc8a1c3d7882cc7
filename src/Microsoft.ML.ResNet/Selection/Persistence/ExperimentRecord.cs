namespace Microsoft.ML.ResNet.Selection;

/// <summary>The saved state of an experiment: experiment.json.</summary>
internal sealed class ExperimentRecord
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>Everything that determines the result, by name.</summary>
    public required Dictionary<string, string> Identity { get; init; }

    /// <summary>Duration of all runs.</summary>
    public double Seconds { get; set; }

    /// <summary>Number of trials that take part; fewer than all if the time limit does not allow all.</summary>
    public int? TrialsInTime { get; set; }

    public int? BestTrial { get; set; }

    public double? BestMetric { get; set; }

    /// <summary>Segments of the best trial at the time when it became the best.</summary>
    public int BestSegments { get; set; }

    /// <summary>Whether the last rung is finished.</summary>
    public bool IsFinished { get; set; }

    public required List<TrialRecord> Trials { get; init; }
}
