namespace Microsoft.ML.ResNet;

/// <summary>
/// The names that torchvision and timm give to the tensors of a ResNet: <c>conv1</c>, <c>bn1</c>,
/// <c>layer1.0.conv1</c>, <c>layer1.0.bn1</c>, <c>layer2.0.downsample.0</c> (the projection's convolution),
/// <c>layer2.0.downsample.1</c> (its batch normalisation), <c>fc</c>; in timm's networks also <c>conv1.0</c>,
/// <c>conv1.1</c> (batch normalisation), <c>conv1.3</c>, ... of a deep stem, <c>downsample.1</c> and
/// <c>downsample.2</c> behind an average pooling, and <c>layer1.0.se.fc1</c>, <c>layer1.0.se.fc2</c> of
/// squeeze-and-excitation.
/// </summary>
internal static class TorchNaming
{
    public const string HeadWeights = "fc.weight";
    public const string HeadBias = "fc.bias";

    /// <summary>Every tensor of a network, each value once.</summary>
    /// <exception cref="NotSupportedException">The network has layers that these names do not cover.</exception>
    public static IReadOnlyList<TensorPlace> Places(NetworkLayout layout) => TryPlaces(layout)
        ?? throw new NotSupportedException(
            $"{layout.Architecture} has layers that neither torchvision's nor timm's ResNets have: its weights cannot be "
            + "read or written by their names.");

    /// <summary>The same, or null.</summary>
    public static IReadOnlyList<TensorPlace>? TryPlaces(NetworkLayout layout)
    {
        if (layout.Architecture.PreActivation) // whose names are others everywhere
            return null;
        List<TensorPlace> places = [.. Stem(layout.Stem)];
        int first = 0; // block of the stage
        for (int stage = 0; stage < layout.Architecture.StageDepths.Count; stage++)
        {
            int depth = layout.Architecture.StageDepths[stage];
            for (int i = 0; i < depth; i++)
            {
                places.AddRange(Block(
                    layout.Blocks[first + i], $"layer{stage + 1}.{i}.",
                    isPooled: layout.Architecture.Shortcut == ResNetShortcut.PooledProjection));
            }
            first += depth;
        }
        HeadLayout head = layout.Head;
        places.Add(new(HeadWeights, [head.Classes, head.Features], false, head.Weights));
        places.Add(new(HeadBias, [head.Classes], false, head.Bias));
        // Not a network with more values than are named: it must not be filled in part.
        long named = places.Sum(place => place.Range.Length);
        return named == layout.ParameterCount + layout.StatisticsCount ? places : null;
    }

    /// <summary>Tensors that say nothing about what a network computes: how many batches it was trained on.</summary>
    public static bool IsCounter(string name) => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);

    private static IEnumerable<TensorPlace> Stem(StemLayout stem)
    {
        int last = stem.Units.Count - 1;
        return last == 0
            ? Unit(stem.Units[0], "conv1", "bn1")
            : stem.Units.SelectMany((unit, i) => Unit(
                unit, $"conv1.{3 * i}", i == last ? "bn1" : $"conv1.{3 * i + 1}"));
    }

    // Where a pooling may come first, it counts even in blocks that have none.
    private static IEnumerable<TensorPlace> Block(BlockLayout block, string prefix, bool isPooled)
    {
        IEnumerable<TensorPlace> places = block.Units.SelectMany(
            (unit, i) => Unit(unit, $"{prefix}conv{i + 1}", $"{prefix}bn{i + 1}"));
        if (block.Projection is { } projection)
        {
            int index = isPooled ? 1 : 0;
            places = places.Concat(Unit(
                projection, $"{prefix}downsample.{index}", $"{prefix}downsample.{index + 1}"));
        }
        return block.Excitation is { } excitation
            ? places.Concat(Pointwise(excitation.Squeeze, prefix + "se.fc1"))
                .Concat(Pointwise(excitation.Excite, prefix + "se.fc2"))
            : places;
    }

    // A linear layer that is a 1x1 convolution there.
    private static TensorPlace[] Pointwise(LinearLayout linear, string name) =>
    [
        new(name + ".weight", [linear.Out, linear.In, 1, 1], false, linear.Weights),
        new(name + ".bias", [linear.Out], false, linear.Bias),
    ];

    private static TensorPlace[] Unit(UnitLayout unit, string convolution, string normalization)
    {
        ConvolutionLayout shape = unit.Convolution;
        BatchNormalizationLayout channels = unit.Normalization!;
        TensorPlace Vector(string name, bool isStatistic, ParameterRange range) =>
            new($"{normalization}.{name}", [channels.Channels], isStatistic, range);
        return
        [
            new(
                convolution + ".weight", [shape.OutChannels, shape.InChannels / shape.Groups, shape.Kernel, shape.Kernel],
                false, shape.Weights),
            Vector("weight", false, channels.Gamma),
            Vector("bias", false, channels.Beta),
            Vector("running_mean", true, channels.RunningMean),
            Vector("running_var", true, channels.RunningVariance),
        ];
    }
}
