namespace Microsoft.ML.ResNet;

/// <summary>
/// A configuration of an experiment and how it did: a row of the trial table, as it was when it was asked for.
/// </summary>
public sealed class ResNetTrial
{
    /// <summary>Number of the trial, from 0, which is the search space's default configuration.</summary>
    public required int TrialId { get; init; }

    /// <summary>The values of the search space's properties that are swept, by name.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>
    /// The same as options, to train with again: a copy, with as many
    /// <see cref="ResNetClassifierEstimator.Options.Epochs"/> as the trial had.
    /// </summary>
    public required ResNetClassifierEstimator.Options Options { get; init; }

    /// <summary>How far it has come.</summary>
    public required ResNetTrialState State { get; init; }

    /// <summary>Rungs of successive halving that it has finished.</summary>
    public required int Rungs { get; init; }

    /// <summary>Passes over the training images; the first rungs may see a part of them only.</summary>
    public required double Epochs { get; init; }

    /// <summary>The experiment's metric after the latest rung; null before the first.</summary>
    public double? Metric { get; init; }

    /// <summary>Time that it was trained and validated for.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Training images per second; 0 before any was measured.</summary>
    public double ImagesPerSecond { get; init; }

    /// <summary>Megabytes of 2^20 bytes that it takes by calculation, the decoded images included.</summary>
    public double MemoryMB { get; init; }

    /// <summary>Why it failed or was refused; else null.</summary>
    public string? Error { get; init; }

    /// <summary>The exception that ended it; null if none did, or did in an earlier process.</summary>
    public Exception? Exception { get; init; }

    /// <summary>One line.</summary>
    public override string ToString() => FormattableString.Invariant($"trial {TrialId}: {State}, ")
        + (Metric is null ? "" : FormattableString.Invariant($"{Metric:F4} after {Epochs:0.##} epochs, "))
        + string.Join(", ", Parameters.Select(parameter => $"{parameter.Key} {parameter.Value}"))
        + (Error is null ? "" : $": {Error}");
}
