namespace Microsoft.ML.ResNet.Selection;

/// <summary>What is saved of an experiment: experiment.json.</summary>
internal sealed class ExperimentRecord
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>What decides the result, by name.</summary>
    public required Dictionary<string, string> Identity { get; init; }

    /// <summary>Time of all runs.</summary>
    public double Seconds { get; set; }

    /// <summary>How many of the trials take part; fewer than there are where time does not suffice for all.</summary>
    public int? TrialsInTime { get; set; }

    public int? BestTrial { get; set; }

    public double? BestMetric { get; set; }

    /// <summary>Segments that the best trial had when it was best.</summary>
    public int BestSegments { get; set; }

    /// <summary>Whether the last rung is finished.</summary>
    public bool IsFinished { get; set; }

    public required List<TrialRecord> Trials { get; init; }
}
