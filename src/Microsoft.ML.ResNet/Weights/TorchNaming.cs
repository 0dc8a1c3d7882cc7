namespace Microsoft.ML.ResNet;

/// <summary>
/// The names that torchvision and timm give to the tensors of a ResNet: <c>conv1</c>, <c>bn1</c>,
/// <c>layer1.0.conv1</c>, <c>layer1.0.bn1</c>, <c>layer2.0.downsample.0</c> (the projection's convolution),
/// <c>layer2.0.downsample.1</c> (its batch normalisation), <c>fc</c>.
/// </summary>
internal static class TorchNaming
{
    public const string HeadWeights = "fc.weight";
    public const string HeadBias = "fc.bias";

    /// <summary>Every tensor of a network, each value once.</summary>
    public static IEnumerable<TensorPlace> Places(NetworkLayout layout)
    {
        List<TensorPlace> places = [.. Unit(layout.Stem.Unit, "conv1", "bn1")];
        int first = 0; // block of the stage
        for (int stage = 0; stage < layout.Architecture.StageDepths.Count; stage++)
        {
            int depth = layout.Architecture.StageDepths[stage];
            for (int i = 0; i < depth; i++)
                places.AddRange(Block(layout.Blocks[first + i], $"layer{stage + 1}.{i}."));
            first += depth;
        }
        HeadLayout head = layout.Head;
        places.Add(new(HeadWeights, [head.Classes, head.Features], false, head.Weights));
        places.Add(new(HeadBias, [head.Classes], false, head.Bias));
        RequireAll(layout, places);
        return places;
    }

    /// <summary>Tensors that say nothing about what a network computes: how many batches it was trained on.</summary>
    public static bool IsCounter(string name) => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);

    private static IEnumerable<TensorPlace> Block(BlockLayout block, string prefix)
    {
        IEnumerable<TensorPlace> places = block.Units.SelectMany(
            (unit, i) => Unit(unit, $"{prefix}conv{i + 1}", $"{prefix}bn{i + 1}"));
        return block.Projection is { } projection
            ? places.Concat(Unit(projection, prefix + "downsample.0", prefix + "downsample.1"))
            : places;
    }

    private static TensorPlace[] Unit(UnitLayout unit, string convolution, string normalization)
    {
        ConvolutionLayout shape = unit.Convolution;
        BatchNormalizationLayout channels = unit.Normalization;
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

    // An architecture with layers that these names do not cover must not be filled in part.
    private static void RequireAll(NetworkLayout layout, List<TensorPlace> places)
    {
        long named = places.Sum(place => place.Range.Length);
        if (named != layout.ParameterCount + layout.StatisticsCount)
        {
            throw new NotSupportedException(
                $"{layout.Architecture} has layers that torchvision's networks do not have: its weights cannot be read "
                + "or written by their names.");
        }
    }
}
