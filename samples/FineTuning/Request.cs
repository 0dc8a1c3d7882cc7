using Microsoft.ML.ResNet;

namespace FineTuning;

/// <summary>The parsed command line.</summary>
internal sealed record Request
{
    public string? Data { get; init; }
    public required ResNetArchitecture Architecture { get; init; }

    /// <summary>Epochs of pretraining on the known classes.</summary>
    public required int Epochs { get; init; }

    /// <summary>Epochs of each training on the new classes.</summary>
    public required int TuningEpochs { get; init; }

    /// <summary>Maximum number of training images per new class.</summary>
    public required int ImagesPerClass { get; init; }

    /// <summary>Width and height in pixels; 0 for the architecture's default.</summary>
    public required int ImageSize { get; init; }

    public required int Seed { get; init; }

    /// <summary>0 for one per processor.</summary>
    public required int Threads { get; init; }

    public required string Output { get; init; }
}
