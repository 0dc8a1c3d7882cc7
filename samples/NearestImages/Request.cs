using Microsoft.ML.ResNet;

namespace NearestImages;

/// <summary>What the command line asked for.</summary>
internal sealed record Request
{
    /// <summary>Folder or zip; null to draw images.</summary>
    public string? Data { get; init; }

    /// <summary>A model of ML.NET or a file of weights; null to train one.</summary>
    public string? Model { get; init; }

    /// <summary>An index of an earlier run; null to make one.</summary>
    public string? Index { get; init; }

    /// <summary>Files whose neighbours are looked for; empty for some of the images.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Neighbours of each.</summary>
    public required int Count { get; init; }

    public required ResNetArchitecture Architecture { get; init; }

    public required int Epochs { get; init; }

    /// <summary>0 for what suits the architecture.</summary>
    public required int ImageSize { get; init; }

    public required int Seed { get; init; }

    public required string Output { get; init; }

    /// <summary>File for the results, or null.</summary>
    public string? Json { get; init; }
}
