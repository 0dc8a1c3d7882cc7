using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.Model;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>A row of the trial table as it is saved.</summary>
internal sealed class TrialRecord
{
    public required int Trial { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<ResNetTrialState>))]
    public ResNetTrialState State { get; set; }

    /// <summary>What it was trained for, rung by rung; the last one perhaps not to its end.</summary>
    public List<TrialSegment> Segments { get; init; } = [];

    /// <summary>Training images per second, measured.</summary>
    public double ImagesPerSecond { get; set; }

    public double MemoryMB { get; set; }

    public string? Error { get; set; }

    [JsonIgnore]
    public Exception? Exception { get; set; }

    /// <summary>The model after the latest rung that is finished; null if it has to be read from its file.</summary>
    [JsonIgnore]
    public ClassifierModel? Model { get; set; }

    [JsonIgnore]
    public int Rungs => Segments.Count(segment => segment.IsDone);

    /// <summary>Images that it has learned, every pass counted.</summary>
    [JsonIgnore]
    public long ImagesLearned => Segments.Sum(segment => segment.Learned);

    [JsonIgnore]
    public double? Metric => Segments.LastOrDefault(segment => segment.Metric is not null)?.Metric;

    [JsonIgnore]
    public double Seconds => Segments.Sum(segment => segment.Seconds);

    /// <summary>Whether it can go on.</summary>
    [JsonIgnore]
    public bool IsAlive => State is not (ResNetTrialState.Failed or ResNetTrialState.Refused);
}

/// <summary>What a trial is trained for in one rung: a cycle of the learning rate.</summary>
internal sealed class TrialSegment
{
    /// <summary>Passes over the images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images of each pass: all training images, or a part of them.</summary>
    public required long Images { get; init; }

    /// <summary>Images learned, every pass counted; fewer than planned if time was over before.</summary>
    public long Learned { get; set; }

    /// <summary>The metric at its end.</summary>
    public double? Metric { get; set; }

    /// <summary>Time that it took, validation included.</summary>
    public double Seconds { get; set; }

    public bool IsDone { get; set; }

    [JsonIgnore]
    public long Planned => Epochs * Images;
}
