namespace Microsoft.ML.ResNet.Tool.Output;

/// <summary>A line of <c>predict --json</c>.</summary>
internal sealed record Prediction
{
    public required string Image { get; init; }

    /// <summary>
    /// The predicted class; not there if none is probable enough, and where any number of labels applies.
    /// </summary>
    public string? Class { get; init; }

    /// <summary>The predicted labels, the most probable first, where any number of them applies.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The most probable classes and their probabilities.</summary>
    public IReadOnlyList<ClassProbability>? Top { get; init; }

    /// <summary>Why there is no prediction.</summary>
    public string? Error { get; init; }
}

/// <summary>A class and its probability, 0 to 1.</summary>
internal sealed record ClassProbability(string Name, float Probability);
