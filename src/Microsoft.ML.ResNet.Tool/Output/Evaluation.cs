using System.Text.Json.Serialization;
using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Tool.Output;

/// <summary>How well a model does on images; what does not apply to a model is not there.</summary>
internal sealed record Evaluation
{
    /// <summary>Images evaluated; those that cannot be decoded are left out.</summary>
    public required long Images { get; init; }

    /// <summary>Part of the images classified correctly, 0 to 1.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The mean of the classes' recalls.</summary>
    public double? MacroAccuracy { get; init; }

    /// <summary>Mean cross-entropy in nats.</summary>
    public double? LogLoss { get; init; }

    /// <summary>Images of which no class reached the model's threshold.</summary>
    public long? Unknown { get; init; }

    public double? MicroF1 { get; init; }
    public double? MacroF1 { get; init; }
    public double? MeanAveragePrecision { get; init; }
    public double? ExactMatch { get; init; }
    public double? HammingLoss { get; init; }
    public required IReadOnlyList<ClassEvaluation> Classes { get; init; }

    /// <summary>
    /// A row for each true class, in the order of <see cref="Classes"/>, with a count for each predicted one.
    /// </summary>
    public IReadOnlyList<long[]>? Confusion { get; init; }

    [JsonIgnore]
    public ConfusionMatrix? Matrix { get; init; }
}

/// <summary>
/// A class or label; what cannot be computed, such as the precision of what was never predicted, is not there.
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
