using Microsoft.ML.ResNet;

namespace NearestImages;

/// <summary>The parsed command line.</summary>
internal sealed record Request
{
    /// <summary>Folder or zip; null to draw images.</summary>
    public string? Data { get; init; }

    /// <summary>An ML.NET model or a weights file; null to train one.</summary>
    public string? Model { get; init; }

    /// <summary>The index of an earlier run; null to build one.</summary>
    public string? Index { get; init; }

    /// <summary>Files to find the neighbors of; empty for some of the images.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Number of neighbors per image.</summary>
    public required int Count { get; init; }

    public required ResNetArchitecture Architecture { get; init; }

    public required int Epochs { get; init; }

    /// <summary>Width and height in pixels; 0 for the architecture's default.</summary>
    public required int ImageSize { get; init; }

    public required int Seed { get; init; }

    public required string Output { get; init; }

    /// <summary>File for the results, or null.</summary>
    public string? Json { get; init; }
}
