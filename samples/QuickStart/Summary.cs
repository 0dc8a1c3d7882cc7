using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace QuickStart;

/// <summary>The result of a run, printed at the end and written with <c>--json</c>.</summary>
internal sealed record Summary
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public required double TestAccuracy { get; init; }
    public required double TestLoss { get; init; }
    public required int Epochs { get; init; }

    /// <summary>Training images per second over all epochs; null without epochs, if only the head was solved.</summary>
    public required double? ImagesPerSecond { get; init; }

    public required long Parameters { get; init; }
    public required string WeightsSha256 { get; init; }

    /// <summary>Peak resident memory of this process, in MB of 2^20 bytes.</summary>
    public required double PeakMemoryMB { get; init; }

    public required string ModelPath { get; init; }
    public required string Architecture { get; init; }
    public required int Classes { get; init; }
    public required int TrainImages { get; init; }
    public required int TestImages { get; init; }
    public required int IgnoredFiles { get; init; }
    public required long SkippedImages { get; init; }

    /// <summary>Test accuracy of the linear model on pixels; null unless the images are drawn.</summary>
    public double? BaselineAccuracy { get; init; }

    /// <summary>Resident memory in MB after each epoch that this process trained.</summary>
    public required IReadOnlyList<double> ResidentMB { get; init; }

    /// <summary>A line for each value, with the names of the JSON.</summary>
    public IEnumerable<string> ToLines() =>
        JsonSerializer.SerializeToNode(this, Indented)!.AsObject()
            .Select(value => $"{value.Key,-16} {(value.Value is JsonArray list ? string.Join(' ', list) : value.Value)}");

    public string ToJson() => JsonSerializer.Serialize(this, Indented);
}
