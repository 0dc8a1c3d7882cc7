using System.Text.Json.Serialization;
using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Tool.Output;

/// <summary>The metrics of a model on a set of images. Metrics that do not apply to the model are null.</summary>
internal sealed record Evaluation
{
    /// <summary>Number of images evaluated, without those that cannot be decoded.</summary>
    public required long Images { get; init; }

    /// <summary>Fraction of images classified correctly, 0 to 1.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Mean recall of the classes.</summary>
    public double? MacroAccuracy { get; init; }

    /// <summary>Mean cross-entropy in nats.</summary>
    public double? LogLoss { get; init; }

    /// <summary>Number of images for which no class reaches the model's threshold.</summary>
    public long? Unknown { get; init; }

    public double? MicroF1 { get; init; }
    public double? MacroF1 { get; init; }
    public double? MeanAveragePrecision { get; init; }
    public double? ExactMatch { get; init; }
    public double? HammingLoss { get; init; }
    public required IReadOnlyList<ClassEvaluation> Classes { get; init; }

    /// <summary>
    /// A row for each true class, in the order of <see cref="Classes"/>, with a count for each predicted class.
    /// </summary>
    public IReadOnlyList<long[]>? Confusion { get; init; }

    [JsonIgnore]
    public ConfusionMatrix? Matrix { get; init; }
}

/// <summary>
/// The metrics of a class or label. Undefined ones, such as the precision of a class that is never predicted, are null.
/// </summary>
internal sealed record ClassEvaluation
{
    public required string Name { get; init; }
    public required long Images { get; init; }
    public double? Precision { get; init; }
    public double? Recall { get; init; }
    public double? F1 { get; init; }
    public double? AveragePrecision { get; init; }
}
