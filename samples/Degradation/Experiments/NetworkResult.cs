using Microsoft.ML.ResNet;

namespace Degradation.Experiments;

/// <summary>Errors in percent after a number of training steps.</summary>
/// <param name="Iteration">Number of steps.</param>
/// <param name="TrainError">
/// Error on the augmented training images of the epoch that ends here, measured while the weights changed. Before the
/// first step: error on the training images without augmentation.
/// </param>
/// <param name="TestError">Error on the test images.</param>
internal sealed record CurvePoint(int Iteration, double TrainError, double TestError);

/// <summary>A trained network: errors, training curve and layer responses.</summary>
internal sealed record NetworkResult
{
    public required string Name { get; init; }
    public required int Depth { get; init; }
    public required bool Residual { get; init; }

    /// <summary>Name of the network that it was constructed from, or null.</summary>
    public string? ConstructedFrom { get; init; }

    public required long Parameters { get; init; }
    public double TrainError => Curve[^1].TrainError;
    public double TestError => Curve[^1].TestError;

    /// <summary>Training time in seconds, including tests.</summary>
    public required double Seconds { get; init; }

    public required string WeightsSha256 { get; init; }
    public required IReadOnlyList<CurvePoint> Curve { get; init; }
    public required IReadOnlyList<LayerDeviation> LayerResponses { get; init; }
}

/// <summary>Standard deviation of a 3x3 layer's output after batch normalization, before shortcut and ReLU.</summary>
internal sealed record LayerDeviation(int Layer, int Stage, double StandardDeviation)
{
    public static IReadOnlyList<LayerDeviation> From(IEnumerable<ResNetLayerResponse> responses) =>
        [.. responses.Select(r => new LayerDeviation(r.Layer, r.Stage, Math.Round(r.StandardDeviation, 5)))];
}
