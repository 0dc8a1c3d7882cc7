namespace Microsoft.ML.ResNet.Tool.Output;

/// <summary>A line of <c>predict --json</c>.</summary>
internal sealed record Prediction
{
    public required string Image { get; init; }

    /// <summary>
    /// The predicted class; null if no class reaches the threshold, and for multi-label models.
    /// </summary>
    public string? Class { get; init; }

    /// <summary>The predicted labels of a multi-label model, the most probable first; otherwise null.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The most probable classes and their probabilities.</summary>
    public IReadOnlyList<ClassProbability>? Top { get; init; }

    /// <summary>The reason why there is no prediction; null if there is one.</summary>
    public string? Error { get; init; }
}

/// <summary>A class and its probability, 0 to 1.</summary>
internal sealed record ClassProbability(string Name, float Probability);
