using Microsoft.ML.ResNet;

namespace QuickStart;

/// <summary>The parsed command line; null for options that were not given.</summary>
internal sealed record TrainRequest
{
    public string? Data { get; init; }
    public ResNetArchitecture? Architecture { get; init; }
    public ResNetRecipe? Preset { get; init; }
    public int? Epochs { get; init; }
    public int? BatchSize { get; init; }
    public int? ImageSize { get; init; }
    public float? LearningRate { get; init; }
    public required int Seed { get; init; }
    public int? Threads { get; init; }

    public ResNetPrecision? Precision { get; init; }

    /// <summary>File to save training to and to resume it from.</summary>
    public string? Checkpoint { get; init; }

    public float? CheckpointMinutes { get; init; }
    public bool SkipBadImages { get; init; }
    public required string Output { get; init; }
    public string? Json { get; init; }
}
