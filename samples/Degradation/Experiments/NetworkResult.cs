using Microsoft.ML.ResNet;

namespace Degradation.Experiments;

/// <summary>Errors in percent after so many steps of gradient descent.</summary>
/// <param name="Iteration">Steps taken.</param>
/// <param name="TrainError">
/// Of the augmented training images of the epoch that ends here, while the weights changed; before any step, of the
/// training images as they are.
/// </param>
/// <param name="TestError">Of the test images.</param>
internal sealed record CurvePoint(int Iteration, double TrainError, double TestError);

/// <summary>What became of a network.</summary>
internal sealed record NetworkResult
{
    public required string Name { get; init; }
    public required int Depth { get; init; }
    public required bool Residual { get; init; }

    /// <summary>Name of the network that it was deepened from, or null.</summary>
    public string? ConstructedFrom { get; init; }

    public required long Parameters { get; init; }
    public double TrainError => Curve[^1].TrainError;
    public double TestError => Curve[^1].TestError;

    /// <summary>Time that training took, tests included.</summary>
    public required double Seconds { get; init; }

    public required string WeightsSha256 { get; init; }
    public required IReadOnlyList<CurvePoint> Curve { get; init; }
    public required IReadOnlyList<LayerDeviation> LayerResponses { get; init; }
}

/// <summary>Standard deviation of a 3x3 layer's output after batch normalisation, before shortcut and ReLU.</summary>
internal sealed record LayerDeviation(int Layer, int Stage, double StandardDeviation)
{
    public static IReadOnlyList<LayerDeviation> Of(IEnumerable<ResNetLayerResponse> responses) =>
        [.. responses.Select(r => new LayerDeviation(r.Layer, r.Stage, Math.Round(r.StandardDeviation, 5)))];
}
