using System.Text.Json.Serialization;

namespace Microsoft.ML.ResNet.Benchmarks.Report;

/// <summary>Us beside one peer.</summary>
internal sealed record Measurement
{
    /// <summary>What was done, for example "train ResNet-20".</summary>
    public required string Work { get; init; }

    public required string Precision { get; init; }

    public required int Threads { get; init; }

    public required int Batch { get; init; }

    /// <summary>Our median.</summary>
    public required double Us { get; init; }

    /// <summary>The peer's median.</summary>
    public required double Peer { get; init; }

    public required string PeerName { get; init; }

    /// <summary>Of both: "images/s", "ms", "MB".</summary>
    public required string Unit { get; init; }

    /// <summary>Over 1: we are ahead. The median of the rounds' ratios.</summary>
    public required double Ratio { get; init; }

    /// <summary>Our billions of operations a second, as a direct computation counts them.</summary>
    public double? Gflops { get; init; }

    /// <summary>Those by the machine's limit at this precision.</summary>
    public double? PercentOfPeak { get; init; }

    /// <summary>Our peak resident memory.</summary>
    [JsonPropertyName("residentMB")]
    public double? ResidentMegabytes { get; init; }

    [JsonPropertyName("peerResidentMB")]
    public double? PeerResidentMegabytes { get; init; }

    /// <summary>The ratio that we want; null where the peer is shown for orientation.</summary>
    public double? Goal { get; init; }

    public static ReportTable Table(string title, IEnumerable<Measurement> measurements) => new(
        title,
        [
            "work", "precision", "threads", "batch", "us", "peer", "unit", "ratio", "goal", "peer's name", "GFLOP/s",
            "% of peak", "MB", "peer's MB",
        ],
        [.. measurements.Select(m => new[]
        {
            m.Work, m.Precision, Cell.Number(m.Threads), Cell.Number(m.Batch), Cell.Number(m.Us), Cell.Number(m.Peer), m.Unit,
            Cell.Ratio(m.Ratio), Cell.Ratio(m.Goal), m.PeerName, Cell.Number(m.Gflops), Cell.Number(m.PercentOfPeak),
            Cell.Number(m.ResidentMegabytes), Cell.Number(m.PeerResidentMegabytes),
        })]);
}
