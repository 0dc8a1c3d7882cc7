using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>Finds the architecture that a network has which was read from a graph.</summary>
internal static class ArchitectureRecognition
{
    // For graphs that take images of any size.
    private const int AnySize = 224;

    // For networks without a head.
    private const int AnyClasses = 2;

    private const int LongestName = 100;

    /// <param name="network">The network.</param>
    /// <param name="name">Its name in the file, or null.</param>
    /// <returns>The layout of the architecture, all of whose layers are those of the network.</returns>
    /// <exception cref="InvalidDataException">No architecture has these layers; the first is named.</exception>
    public static NetworkLayout Recognise(MatchedNetwork network, string? name)
    {
        MatchedConvolution first = network.Stem[0].Convolution;
        if (first.InChannels is not (1 or 3))
            throw first.Node.Misfit(
                $"reads images of {first.InChannels} channels; a network takes 1 (gray) or 3 (colour).");
        int classes = network.Head.Linear?.Out ?? AnyClasses;
        if (!ArchitectureValidation.IsClassCount(classes))
        {
            throw network.Head.Node.Misfit(
                $"has {classes} outputs; a classifier takes from {ArchitectureValidation.ClassRange}.");
        }
        ImageSize size = network.Input.Size ?? new(AnySize, AnySize);
        NetworkLayout layout;
        try
        {
            layout = new(Named(Architecture(network), name), size.Height, size.Width, first.InChannels, classes);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
        new LayoutCheck(network, layout).Check();
        return layout;
    }

    private static ResNetArchitecture Architecture(MatchedNetwork network)
    {
        MatchedConvolution last = network.Stem[^1].Convolution;
        (List<int> depths, List<int> widths) = Stages(network.Blocks);
        IReadOnlyList<MatchedUnit> units = network.Blocks[0].Units;
        bool isBasic = units.Count == 2;
        IReadOnlyList<MatchedUnit>? striding = network.Blocks.FirstOrDefault(block => block.Stride > 1)?.Units;
        return new()
        {
            Stem = new(last.Kernel, network.Stem[0].Convolution.Stride, last.OutChannels, network.MaxPool is not null)
            {
                Depth = network.Stem.Count,
                IsActivated = network.IsStemActivated,
            },
            Block = isBasic ? ResNetBlock.Basic : ResNetBlock.Bottleneck,
            StageDepths = depths,
            StageWidths = widths,
            Shortcut = ShortcutRecognition.Recognise(network.Blocks, last.OutChannels),
            Stride = !isBasic && striding?[0].Convolution.Stride > 1
                ? ResNetBottleneckStride.First1x1
                : ResNetBottleneckStride.Middle3x3,
            InnerWidthFactor = isBasic ? 1 : units[0].Convolution.OutChannels / widths[0],
            Groups = isBasic ? 1 : units[1].Convolution.Groups,
            PreActivation = network.IsPreactivated,
            SqueezeReduction = Reduction(network.Blocks),
        };
    }

    // A block that halves the image begins a stage.
    private static (List<int> Depths, List<int> Widths) Stages(IReadOnlyList<MatchedBlock> blocks)
    {
        List<int> depths = [], widths = [];
        foreach (MatchedBlock block in blocks)
        {
            if (block.Units.Count is not (2 or 3))
            {
                throw block.Units[^1].Node.Misfit(
                    $"is the last of {block.Units.Count} convolutions of a block, which has 2 or 3.");
            }
            if (block.Stride > 1 && depths.Count == 0)
                throw block.Units[0].Node.Misfit(
                    "is of a first stage that makes images smaller; only the stem and later ones do.");
            if (block.Stride > 1 || depths.Count == 0)
            {
                int expansion = block.Units.Count == 2 ? 1 : ResNetBlock.Bottleneck.Expansion();
                if (block.OutChannels % expansion != 0)
                    throw block.Units[^1].Node.Misfit($"has {block.OutChannels} channels, no multiple of {expansion}.");
                depths.Add(0);
                widths.Add(block.OutChannels / expansion);
            }
            depths[^1]++;
        }
        return (depths, widths);
    }

    // The factor by which all blocks' hidden values are fewer than their channels, rounded down and at least one.
    private static int Reduction(IReadOnlyList<MatchedBlock> blocks)
    {
        const int usual = 16;
        MatchedBlock[] excited = [.. blocks.Where(block => block.Excitation is not null)];
        if (excited.Length == 0)
            return 0;
        (int Channels, int Hidden, OnnxNode Node)[] layers = [.. excited.Select(
            block => (block.OutChannels, block.Excitation!.Squeeze.Out, block.Excitation.Squeeze.Node))];
        int largest = Math.Min(65536, layers.Max(layer => layer.Channels));
        int found = Enumerable.Range(1, largest).Prepend(usual).FirstOrDefault(
            reduction => layers.All(layer => layer.Hidden == BlockBuilder.Hidden(layer.Channels, reduction)));
        return found > 0
            ? found
            : throw layers[0].Node.Misfit(
                $"makes {layers[0].Hidden} hidden values of {layers[0].Channels} channels, a part that not all "
                + "blocks of the network have.");
    }

    // A ready-made architecture keeps its name; another has the file's, unless that is the name of a ready-made one.
    private static ResNetArchitecture Named(ResNetArchitecture found, string? name)
    {
        if (ResNetArchitecture.TryParse(name, out ResNetArchitecture? told) && told.HasStructureOf(found))
            return told;
        if (ResNetArchitecture.Names.Select(ResNetArchitecture.Parse).FirstOrDefault(found.HasStructureOf) is { } known)
            return known;
        bool isNamed = told is null && !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName;
        return isNamed ? found with { Name = name! } : found;
    }
}
