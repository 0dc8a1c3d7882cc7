using Microsoft.ML.ResNet;

namespace Degradation;

/// <summary>The parsed command line; null for options that were not given.</summary>
internal sealed record Request
{
    public string? Data { get; init; }
    public bool Quick { get; init; }
    public IReadOnlyList<int>? Depths { get; init; }
    public int? Iterations { get; init; }
    public int? Images { get; init; }
    public int? ImageSize { get; init; }
    public ResNetPrecision? Precision { get; init; }
    public required int Seed { get; init; }

    /// <summary>0 for one per processor.</summary>
    public required int Threads { get; init; }

    public required string Output { get; init; }
}
