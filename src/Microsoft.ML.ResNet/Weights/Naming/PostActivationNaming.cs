using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// The names of torchvision's and timm's <c>ResNet</c>: <c>conv1</c>, <c>bn1</c>, <c>layer1.0.conv1</c>,
/// <c>layer1.0.bn1</c>, <c>layer2.0.downsample.0</c> (the projection's convolution), <c>layer2.0.downsample.1</c> (its
/// batch normalization), <c>fc</c>; in timm's networks also <c>conv1.0</c>, <c>conv1.1</c> (batch normalization),
/// <c>conv1.3</c>, ... of a deep stem, <c>downsample.1</c> and <c>downsample.2</c> behind an average pooling, and
/// <c>layer1.0.se.fc1</c>, <c>layer1.0.se.fc2</c> of squeeze-and-excitation.
/// </summary>
internal static class PostActivationNaming
{
    public const string Head = "fc";

    public static IEnumerable<TensorPlace> Places(NetworkLayout layout)
    {
        // Where a pooling may come first, it counts even in blocks that have none.
        int projection = layout.Architecture.Shortcut == ResNetShortcut.PooledProjection ? 1 : 0;
        return Stem(layout.Stem)
            .Concat(TorchNaming.Blocks(layout).SelectMany(
                place => Block(place.Block, $"layer{place.Stage + 1}.{place.Index}.", projection)))
            .Concat(TorchNaming.Linear(layout.Head.Linear, Head));
    }

    private static IEnumerable<TensorPlace> Stem(StemLayout stem)
    {
        int last = stem.Units.Count - 1;
        return last == 0
            ? TorchNaming.Unit(stem.Units[0], "conv1", "bn1")
            : stem.Units.SelectMany((unit, i) => TorchNaming.Unit(
                unit, $"conv1.{3 * i}", i == last ? "bn1" : $"conv1.{3 * i + 1}"));
    }

    private static IEnumerable<TensorPlace> Block(BlockLayout block, string prefix, int projectionIndex)
    {
        IEnumerable<TensorPlace> places = block.Units.SelectMany(
            (unit, i) => TorchNaming.Unit(unit, $"{prefix}conv{i + 1}", $"{prefix}bn{i + 1}"));
        if (block.Projection is { } projection)
        {
            places = places.Concat(TorchNaming.Unit(
                projection, $"{prefix}downsample.{projectionIndex}", $"{prefix}downsample.{projectionIndex + 1}"));
        }
        return places.Concat(TorchNaming.Excitation(block, prefix));
    }
}
