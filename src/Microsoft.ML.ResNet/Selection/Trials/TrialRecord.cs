using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.Model;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>A saved row of the trial table.</summary>
internal sealed class TrialRecord
{
    public required int Trial { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<ResNetTrialState>))]
    public ResNetTrialState State { get; set; }

    /// <summary>Segments trained so far, one per rung. The last one may be incomplete.</summary>
    public List<TrialSegment> Segments { get; init; } = [];

    /// <summary>Measured training images per second.</summary>
    public double ImagesPerSecond { get; set; }

    public double MemoryMB { get; set; }

    public string? Error { get; set; }

    [JsonIgnore]
    public Exception? Exception { get; set; }

    /// <summary>The model after the latest completed rung; null if it has to be read from its file.</summary>
    [JsonIgnore]
    public ClassifierModel? Model { get; set; }

    [JsonIgnore]
    public int Rungs => Segments.Count(segment => segment.IsDone);

    /// <summary>Images trained on, counted once per pass.</summary>
    [JsonIgnore]
    public long ImagesLearned => Segments.Sum(segment => segment.Learned);

    [JsonIgnore]
    public double? Metric => Segments.LastOrDefault(segment => segment.Metric is not null)?.Metric;

    [JsonIgnore]
    public double Seconds => Segments.Sum(segment => segment.Seconds);

    /// <summary>Whether the trial can be continued.</summary>
    [JsonIgnore]
    public bool IsAlive => State is not (ResNetTrialState.Failed or ResNetTrialState.Refused);
}

/// <summary>A trial's training in one rung: one learning rate cycle.</summary>
internal sealed class TrialSegment
{
    /// <summary>Passes over the images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images per pass: all training images or a subset.</summary>
    public required long Images { get; init; }

    /// <summary>Images trained on, counted once per pass; fewer than planned if time ran out.</summary>
    public long Learned { get; set; }

    /// <summary>The metric at the segment's end.</summary>
    public double? Metric { get; set; }

    /// <summary>Duration, including validation.</summary>
    public double Seconds { get; set; }

    public bool IsDone { get; set; }

    [JsonIgnore]
    public long Planned => Epochs * Images;
}
