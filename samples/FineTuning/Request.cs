using Microsoft.ML.ResNet;

namespace FineTuning;

/// <summary>What the command line asked for.</summary>
internal sealed record Request
{
    public string? Data { get; init; }
    public required ResNetArchitecture Architecture { get; init; }

    /// <summary>Of the training on the classes that are known.</summary>
    public required int Epochs { get; init; }

    /// <summary>Of the trainings on the new classes.</summary>
    public required int TuningEpochs { get; init; }

    /// <summary>Of every new class, to train on.</summary>
    public required int ImagesPerClass { get; init; }

    /// <summary>0 for what suits the architecture.</summary>
    public required int ImageSize { get; init; }

    public required int Seed { get; init; }

    /// <summary>0 for one per processor.</summary>
    public required int Threads { get; init; }

    public required string Output { get; init; }
}
