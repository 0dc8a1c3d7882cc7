using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Benchmarks.Inputs;

/// <summary>A network and the sizes to measure it with.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="ImageSize">Height and width of the images.</param>
/// <param name="Classes">Number of logits.</param>
/// <param name="TrainingBatch">Images per training step.</param>
/// <param name="InferenceBatch">Images per batch prediction.</param>
internal sealed record BenchmarkNetwork(
    ResNetArchitecture Architecture, int ImageSize, int Classes, int TrainingBatch, int InferenceBatch)
{
    public static BenchmarkNetwork ResNet20 { get; } = new(ResNetArchitecture.ResNet20, 32, 10, 128, 256);
    public static BenchmarkNetwork ResNet56 { get; } = new(ResNetArchitecture.ResNet56, 32, 10, 128, 256);
    public static BenchmarkNetwork ResNet18 { get; } = new(ResNetArchitecture.ResNet18, 224, 1000, 16, 16);
    public static BenchmarkNetwork ResNet50 { get; } = new(ResNetArchitecture.ResNet50, 224, 1000, 16, 16);

    public static IReadOnlyList<BenchmarkNetwork> All { get; } = [ResNet20, ResNet56, ResNet18, ResNet50];

    public string Name => Architecture.Name;

    public NetworkLayout Layout { get; } = new(Architecture, ImageSize, ImageSize, 3, Classes);

    public static BenchmarkNetwork Named(string name) => All.Single(network => network.Name == name);
}
