using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet;

/// <summary>
/// Describes a residual network: a stem, stages of equal blocks, and a head of global average pooling and a linear
/// layer.
/// </summary>
/// <remarks>
/// <para>
/// The networks of He et al., <i>Deep Residual Learning for Image Recognition</i> (2015), are predefined
/// (<see cref="ResNet20"/>, <see cref="ResNet50"/>, ...). Derive others from these with a <c>with</c> expression, or
/// write your own:
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
/// Every stage except the first halves height and width in its first block. An architecture accepts images of any size
/// from 16x16 up.
/// </para>
/// <para>Two architectures are equal if all their properties are equal; lists are compared by content.</para>
/// </remarks>
[JsonConverter(typeof(ArchitectureJsonConverter))]
public sealed partial record ResNetArchitecture
{
    /// <summary>The display name, stored in saved models. Default: "Custom".</summary>
    public string Name { get; init; } = "Custom";

    /// <summary>The first layers.</summary>
    public required ResNetStem Stem { get; init; }

    /// <summary>The kind of block. Default: <see cref="ResNetBlock.Basic"/>.</summary>
    public ResNetBlock Block { get; init; } = ResNetBlock.Basic;

    /// <summary>Number of blocks in each stage: 1 to 8 stages of 1 to 1024 blocks.</summary>
    public required IReadOnlyList<int> StageDepths
    {
        get => _stageDepths;
        init => _stageDepths = Copy(value);
    }

    /// <summary>
    /// Inner width (channels) of the blocks of each stage, 1 to 65536; one entry per entry of <see cref="StageDepths"/>.
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
    /// Which convolution of a bottleneck block has the stride; basic blocks ignore it. Default:
    /// <see cref="ResNetBottleneckStride.Middle3x3"/>, as in most libraries today; the paper uses
    /// <see cref="ResNetBottleneckStride.First1x1"/>.
    /// </summary>
    public ResNetBottleneckStride Stride { get; init; } = ResNetBottleneckStride.Middle3x3;

    /// <summary>
    /// Widens the first 1x1 and the 3x3 convolution of <see cref="ResNetBlock.Bottleneck"/> blocks by this factor, 1 to
    /// 64; the output stays four times as wide as the stage. Must be 1 for basic blocks. Default: 1. Wide ResNet-50-2
    /// uses 2.
    /// </summary>
    public int InnerWidthFactor { get; init; } = 1;

    /// <summary>
    /// Groups of the 3x3 convolution of <see cref="ResNetBlock.Bottleneck"/> blocks; the inner width must be a multiple
    /// of it. Must be 1 for basic blocks. Default: 1, an ordinary convolution. ResNeXt-50 32x4d has 32 groups and an
    /// <see cref="InnerWidthFactor"/> of 2 (Xie et al. 2017 call the number of groups cardinality).
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>
    /// Whether batch normalization and ReLU precede the convolutions of a block instead of following them ("v2"; He et
    /// al. 2016, <i>Identity Mappings in Deep Residual Networks</i>), so that the path from stem to head consists of
    /// additions only. The stem is then a convolution without normalization, normalization and ReLU precede the head,
    /// projections have no normalization, and shortcuts that change the shape read the output of the block's first ReLU.
    /// Default: false.
    /// </summary>
    public bool PreActivation { get; init; }

    /// <summary>
    /// Reduction ratio of squeeze-and-excitation, 1 to 65536: its hidden layer has this many times fewer channels than
    /// the block's output. 0 for blocks without it. Default: 0. Hu et al. 2017, <i>Squeeze-and-Excitation Networks</i>,
    /// use 16.
    /// </summary>
    public int SqueezeReduction { get; init; }

    private readonly IReadOnlyList<int> _stageDepths = [];
    private readonly IReadOnlyList<int> _stageWidths = [];

    /// <summary>
    /// Number of trainable parameters, including the scales and shifts of batch normalization, excluding running
    /// statistics.
    /// </summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="channels">Channels of the images: 1 or 3.</param>
    /// <exception cref="ArgumentException">A property, or a combination of properties, is invalid.</exception>
    public long CountParameters(int classes, int channels = 3) =>
        NetworkLayout.ForCounting(this, channels, classes).ParameterCount;

    /// <summary>
    /// Whether the stem keeps the resolution, as in the CIFAR networks, which are meant for small images.
    /// </summary>
    internal bool IsForSmallImages => Stem is { Stride: 1, MaxPool: false };

    /// <summary>Whether all properties are equal; lists are compared by content.</summary>
    public bool Equals(ResNetArchitecture? other) =>
        other is not null && Name == other.Name && HasStructureOf(other);

    /// <summary>Whether all properties except the name are equal.</summary>
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

    // Everything about the blocks except their number and widths.
    private (ResNetBlock, ResNetShortcut, ResNetBottleneckStride, int, int, bool, int) Structure =>
        (Block, Shortcut, Stride, InnerWidthFactor, Groups, PreActivation, SqueezeReduction);

    // A copy, so that later changes to the caller's list do not change the architecture.
    private static IReadOnlyList<int> Copy(IReadOnlyList<int> list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return Array.AsReadOnly(list.ToArray());
    }
}
