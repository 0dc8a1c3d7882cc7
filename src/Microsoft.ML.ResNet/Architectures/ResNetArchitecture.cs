using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet;

/// <summary>
/// A residual network as data: a stem, stages of equal blocks, a head of global average pooling and one linear layer.
/// </summary>
/// <remarks>
/// <para>
/// The networks of He et al., <i>Deep Residual Learning for Image Recognition</i> (2015), are ready made
/// (<see cref="ResNet20"/>, <see cref="ResNet50"/>, ...). Others are made from these with a <c>with</c> expression, or
/// from nothing:
/// <code>
/// var narrow = new ResNetArchitecture
/// {
///     Name = "Narrow14",
///     Stem = new ResNetStem(Kernel: 3, Stride: 1, Width: 8, MaxPool: false),
///     Block = ResNetBlock.Basic,
///     StageDepths = [2, 2, 2],
///     StageWidths = [8, 16, 32],
///     Shortcut = ResNetShortcut.Projection,
/// };
/// </code>
/// </para>
/// <para>
/// Every stage but the first halves the image in its first block. An architecture fits every image from 16x16 up.
/// </para>
/// <para>Two architectures are equal when all their properties are, lists by content.</para>
/// </remarks>
[JsonConverter(typeof(ArchitectureJsonConverter))]
public sealed partial record ResNetArchitecture
{
    /// <summary>A name for people, kept in saved models. Default: "Custom".</summary>
    public string Name { get; init; } = "Custom";

    /// <summary>The first layers.</summary>
    public required ResNetStem Stem { get; init; }

    /// <summary>The kind of block. Default: <see cref="ResNetBlock.Basic"/>.</summary>
    public ResNetBlock Block { get; init; } = ResNetBlock.Basic;

    /// <summary>Number of blocks in every stage: 1 to 8 stages of 1 to 1024 blocks each.</summary>
    public required IReadOnlyList<int> StageDepths
    {
        get => _stageDepths;
        init => _stageDepths = Copy(value);
    }

    /// <summary>
    /// Inner width (channels) of the blocks of every stage, 1 to 65536, as many as <see cref="StageDepths"/>.
    /// The output of a <see cref="ResNetBlock.Bottleneck"/> stage is four times as wide.
    /// </summary>
    public required IReadOnlyList<int> StageWidths
    {
        get => _stageWidths;
        init => _stageWidths = Copy(value);
    }

    /// <summary>The kind of shortcut. Default: <see cref="ResNetShortcut.Projection"/>.</summary>
    public ResNetShortcut Shortcut { get; init; } = ResNetShortcut.Projection;

    /// <summary>
    /// Where bottleneck blocks stride; of no effect for basic blocks.
    /// Default: <see cref="ResNetBottleneckStride.Middle3x3"/>, which is what ResNet-50 means in most libraries today;
    /// the paper has <see cref="ResNetBottleneckStride.First1x1"/>.
    /// </summary>
    public ResNetBottleneckStride Stride { get; init; } = ResNetBottleneckStride.Middle3x3;

    /// <summary>
    /// How many times wider than the stage the inside of a <see cref="ResNetBlock.Bottleneck"/> block is, 1 to 64: its
    /// first 1x1 and its 3x3 convolution, while the output stays four times as wide as the stage. 1 for basic blocks.
    /// Default: 1. Wide ResNet-50-2 has 2.
    /// </summary>
    public int InnerWidthFactor { get; init; } = 1;

    /// <summary>
    /// Groups of the 3x3 convolution of <see cref="ResNetBlock.Bottleneck"/> blocks, which then have an inner width
    /// that is a multiple of them; 1 for basic blocks. Default: 1, an ordinary convolution. ResNeXt-50 32x4d has 32
    /// groups and an <see cref="InnerWidthFactor"/> of 2 (Xie et al. 2017, where they are called cardinality).
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>
    /// Whether batch normalisation and ReLU come before the convolutions of a block instead of after them, so that
    /// nothing but sums lies between the stem and the head ("v2"; He et al. 2016, <i>Identity Mappings in Deep Residual
    /// Networks</i>). The stem is then a convolution alone, a normalisation with ReLU comes before the head,
    /// projections have none, and shortcuts that change the shape start behind the block's first ReLU. Default: false.
    /// </summary>
    public bool PreActivation { get; init; }

    /// <summary>
    /// By how much squeeze-and-excitation narrows the channels of a block's output inside, 1 to 65536; 0 for blocks
    /// without it (Hu et al. 2017, <i>Squeeze-and-Excitation Networks</i>, where it is 16). Default: 0.
    /// </summary>
    public int SqueezeReduction { get; init; }

    private readonly IReadOnlyList<int> _stageDepths = [];
    private readonly IReadOnlyList<int> _stageWidths = [];

    /// <summary>
    /// Number of trainable values, batch normalisation's scales and shifts included, running statistics excluded.
    /// </summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="channels">Channels of the images: 1 or 3.</param>
    /// <exception cref="ArgumentException">A property, or how properties go together, is invalid.</exception>
    public long CountParameters(int classes, int channels = 3) =>
        NetworkLayout.ForCounting(this, channels, classes).ParameterCount;

    /// <summary>Whether the stem keeps the resolution, as that of the CIFAR family: the network is for small
    /// images.</summary>
    internal bool IsForSmallImages => Stem is { Stride: 1, MaxPool: false };

    /// <summary>Whether all properties are equal, lists by content.</summary>
    public bool Equals(ResNetArchitecture? other) =>
        other is not null && Name == other.Name && HasStructureOf(other);

    /// <summary>Whether all properties but the name are equal.</summary>
    internal bool HasStructureOf(ResNetArchitecture other) =>
        Stem == other.Stem && Structure == other.Structure && StageDepths.SequenceEqual(other.StageDepths)
        && StageWidths.SequenceEqual(other.StageWidths);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.Add(Name);
        hash.Add(Stem);
        hash.Add(Structure);
        foreach (int depth in StageDepths)
            hash.Add(depth);
        foreach (int width in StageWidths)
            hash.Add(width);
        return hash.ToHashCode();
    }

    /// <summary>The name of the architecture.</summary>
    public override string ToString() => Name;

    // All of the blocks but their number and widths.
    private (ResNetBlock, ResNetShortcut, ResNetBottleneckStride, int, int, bool, int) Structure =>
        (Block, Shortcut, Stride, InnerWidthFactor, Groups, PreActivation, SqueezeReduction);

    // A list that its caller changes later must not change the architecture.
    private static IReadOnlyList<int> Copy(IReadOnlyList<int> list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return Array.AsReadOnly(list.ToArray());
    }
}
