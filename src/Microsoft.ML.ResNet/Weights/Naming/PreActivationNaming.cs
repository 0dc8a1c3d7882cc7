using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// The names of timm's <c>ResNetV2</c>: <c>stem.conv</c>, or <c>stem.conv1</c>, <c>stem.norm1</c>, <c>stem.conv2</c>,
/// ... of a deep stem; <c>stages.0.blocks.0.norm1</c>, which is before <c>conv1</c>, <c>norm2</c>, <c>conv2</c>, ...,
/// <c>stages.0.blocks.0.downsample.conv</c>; <c>norm</c>, the last one, and <c>head.fc</c>, a 1x1 convolution. Its
/// networks have no squeeze-and-excitation: <c>se.fc1</c> and <c>se.fc2</c> of a block are named as in timm's
/// <c>ResNet</c>.
/// </summary>
internal static class PreActivationNaming
{
    public const string Head = "head.fc";

    public static IEnumerable<TensorPlace> Places(NetworkLayout layout) => Stem(layout.Stem)
        .Concat(TorchNaming.Blocks(layout).SelectMany(
            place => Block(place.Block, $"stages.{place.Stage}.blocks.{place.Index}.")))
        .Concat(TorchNaming.Normalization(layout.FinalNormalization!, "norm"))
        .Concat(TorchNaming.Pointwise(layout.Head.Linear, Head));

    private static IEnumerable<TensorPlace> Stem(StemLayout stem) => stem.Units.Count == 1
        ? TorchNaming.Unit(stem.Units[0], "stem.conv", "stem.norm")
        : stem.Units.SelectMany((unit, i) => TorchNaming.Unit(unit, $"stem.conv{i + 1}", $"stem.norm{i + 1}"));

    // A unit's normalization comes after its convolution, and there it is called that of the next.
    private static IEnumerable<TensorPlace> Block(BlockLayout block, string prefix)
    {
        IEnumerable<TensorPlace> places = TorchNaming.Normalization(block.Preactivation!, prefix + "norm1")
            .Concat(block.Units.SelectMany(
                (unit, i) => TorchNaming.Unit(unit, $"{prefix}conv{i + 1}", $"{prefix}norm{i + 2}")));
        if (block.Projection is { } projection)
            places = places.Append(TorchNaming.Convolution(projection.Convolution, prefix + "downsample.conv"));
        return places.Concat(TorchNaming.Excitation(block, prefix));
    }
}
