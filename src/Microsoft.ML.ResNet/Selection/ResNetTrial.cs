namespace Microsoft.ML.ResNet;

/// <summary>A snapshot of a row of an experiment's trial table: a configuration and its results so far.</summary>
public sealed class ResNetTrial
{
    /// <summary>Number of the trial, from 0. Trial 0 has the search space's default configuration.</summary>
    public required int TrialId { get; init; }

    /// <summary>Values drawn from the search space, by property name.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>
    /// A copy of the trial's options, to train with again; <see cref="ResNetTrainingOptions.Epochs"/> is
    /// the number of epochs that the trial was trained for.
    /// </summary>
    public required ResNetClassifierEstimator.Options Options { get; init; }

    /// <summary>State of the trial.</summary>
    public required ResNetTrialState State { get; init; }

    /// <summary>Completed rungs of successive halving.</summary>
    public required int Rungs { get; init; }

    /// <summary>Passes over the training images. Fractional, because early rungs may use a subset.</summary>
    public required double Epochs { get; init; }

    /// <summary>The experiment's metric after the latest rung; null before the end of the first.</summary>
    public double? Metric { get; init; }

    /// <summary>Duration of training and validation.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Training images per second; 0 before the first measurement.</summary>
    public double ImagesPerSecond { get; init; }

    /// <summary>Estimated memory in MiB, including the decoded images.</summary>
    public double MemoryMB { get; init; }

    /// <summary>Why the trial failed or was refused; otherwise null.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// The exception that ended the trial; null if there was none, or if it occurred in an earlier process.
    /// </summary>
    public Exception? Exception { get; init; }

    /// <summary>A summary in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"trial {TrialId}: {State}, ")
        + (Metric is null ? "" : FormattableString.Invariant($"{Metric:F4} after {Epochs:0.##} epochs, "))
        + string.Join(", ", Parameters.Select(parameter => $"{parameter.Key} {parameter.Value}"))
        + (Error is null ? "" : $": {Error}");
}
