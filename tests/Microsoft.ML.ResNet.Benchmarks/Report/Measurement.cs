using System.Text.Json.Serialization;

namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>Our result and one peer's. A result that could not be measured is null.</summary>
internal sealed record Measurement
{
    /// <summary>What was computed, for example "train ResNet-20".</summary>
    public required string Workload { get; init; }

    public required string Precision { get; init; }

    public required int Threads { get; init; }

    public required int Batch { get; init; }

    /// <summary>Our median.</summary>
    public double? Us { get; init; }

    /// <summary>The peer's median.</summary>
    public double? Peer { get; init; }

    public required string PeerName { get; init; }

    /// <summary>Unit of both values: "images/s", "ms" or "MB".</summary>
    public required string Unit { get; init; }

    /// <summary>Median of the rounds' ratios; above 1 if we are better.</summary>
    public double? Ratio { get; init; }

    /// <summary>Why there is no ratio; null if there is.</summary>
    public string? Failure { get; init; }

    /// <summary>Our operations per second in billions, counted as for direct convolutions.</summary>
    public double? Gflops { get; init; }

    /// <summary><see cref="Gflops"/> relative to the machine's limit at this precision.</summary>
    public double? PercentOfPeak { get; init; }

    /// <summary>Our peak resident memory.</summary>
    [JsonPropertyName("residentMB")]
    public double? ResidentMegabytes { get; init; }

    [JsonPropertyName("peerResidentMB")]
    public double? PeerResidentMegabytes { get; init; }

    /// <summary>The target ratio; null if the peer is shown for information only.</summary>
    public double? Goal { get; init; }

    public static ReportTable Table(string title, IEnumerable<Measurement> measurements) => new(
        title,
        [
            "workload", "precision", "threads", "batch", "us", "peer", "unit", "ratio", "goal", "peer's name", "GFLOP/s",
            "% of peak", "MB", "peer's MB",
        ],
        [.. measurements.Select(m => new[]
        {
            m.Workload, m.Precision, Cell.Number(m.Threads), Cell.Number(m.Batch), Cell.Number(m.Us),
            Cell.Number(m.Peer), m.Unit, m.Failure is null ? Cell.Ratio(m.Ratio) : Cell.Missing(m.Failure),
            Cell.Ratio(m.Goal), m.PeerName, Cell.Number(m.Gflops), Cell.Number(m.PercentOfPeak),
            Cell.Number(m.ResidentMegabytes), Cell.Number(m.PeerResidentMegabytes),
        })]);
}
