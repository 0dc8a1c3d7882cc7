using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// Compares every layer of a network that was read with the one that its architecture has there, in the order in which
/// they compute.
/// </summary>
internal sealed class LayoutCheck(MatchedNetwork network, NetworkLayout layout)
{
    private readonly bool _sizeIsKnown = network.Input.Size is not null;
    private readonly HashSet<OnnxTensor> _weights = [];

    /// <exception cref="InvalidDataException">A layer differs; the message names its node.</exception>
    public void Check()
    {
        if (network.Input.Scale is { Length: > 1 } scale && scale.Length != layout.Channels)
            throw network.Input.Normalizer!.Misfit(
                $"has values for {scale.Length} channels; images have {layout.Channels}.");
        MatchedConvolution? folding = network.Blocks[0].Preactivation?.FoldedInto;
        foreach ((MatchedUnit unit, UnitLayout expected) in network.Stem.Zip(layout.Stem.Units))
            Check(unit, expected, folding);
        if (network.MaxPool is { } maxPool)
        {
            MaxPoolLayout place = layout.Stem.Pool!;
            CheckPads(maxPool.Node, maxPool.Pads, maxPool.Kernel, maxPool.Stride, place.Height, place.Width);
        }
        for (int i = 0; i < network.Blocks.Count; i++)
        {
            MatchedPreactivation? next =
                i + 1 < network.Blocks.Count ? network.Blocks[i + 1].Preactivation : network.Final;
            Check(network.Blocks[i], layout.Blocks[i], next?.FoldedInto);
        }
        if (network.Final is { } final)
            Check(final, layout.FinalNormalization!, network.Head.Node);
        CheckHead();
    }

    private void Check(MatchedBlock block, BlockLayout expected, MatchedConvolution? folding)
    {
        if (block.Units.Count != expected.Units.Count)
        {
            throw block.Units[^1].Node.Misfit(
                $"is the last of {block.Units.Count} convolutions of a block, but the first block has "
                + $"{expected.Units.Count}.");
        }
        if (block.Preactivation is { } preactivation)
            Check(preactivation, expected.Preactivation!, block.Units[0].Node);
        foreach ((MatchedUnit unit, UnitLayout layer) in block.Units.Zip(expected.Units))
            Check(unit, layer, folding);
        if (block.Excitation is null != expected.Excitation is null)
            throw block.Units[^1].Node.Misfit("ends a block without squeeze-and-excitation, which other blocks have.");
        if (block.Excitation is { } excitation)
        {
            Check(excitation.Squeeze, expected.Excitation!.Squeeze);
            Check(excitation.Excite, expected.Excitation.Excite);
        }
        if (block.Shortcut.Projection is { } projection)
            Check(projection, expected.Projection!, folding: null);
        if (block.Shortcut.Pool is { } pool)
            Check(pool, expected.ProjectionPool!);
        if (block.Shortcut.Kind == ShortcutKind.ZeroPadding)
            CheckZeroPadding(block.Shortcut, expected);
    }

    // A network has weights of its own in every layer: it is then not much larger than its file.
    private void RequireOwn(OnnxNode node, OnnxTensor weights)
    {
        if (!_weights.Add(weights))
            throw node.Misfit(
                $"shares its weights, '{weights.Name}', with another layer; ours have weights of their own.");
    }

    private void Check(MatchedUnit unit, UnitLayout expected, MatchedConvolution? folding)
    {
        MatchedConvolution found = unit.Convolution;
        ConvolutionLayout layer = expected.Convolution;
        RequireOwn(found.Node, found.Weights);
        (int, int, int, int, int) properties =
            (found.InChannels, found.OutChannels, found.Kernel, found.Stride, found.Groups);
        if (properties != (layer.InChannels, layer.OutChannels, layer.Kernel, layer.Stride, layer.Groups))
        {
            throw found.Node.Misfit(
                $"has {found.InChannels} to {found.OutChannels} channels, a {found.Kernel}x{found.Kernel} kernel, "
                + $"stride {found.Stride} and {found.Groups} groups; the network before it asks for "
                + $"{layer.InChannels} to "
                + $"{layer.OutChannels} channels, {layer.Kernel}x{layer.Kernel}, stride {layer.Stride} and "
                + $"{layer.Groups} groups there.");
        }
        CheckPads(found.Node, found.Pads, found.Kernel, found.Stride, layer.Height, layer.Width);
        if (unit.Normalization is { } normalization && expected.Normalization is null)
            throw normalization.Node.Misfit("is where a network with normalisation before its blocks has none.");
        if (unit.Normalization is { } scaled && scaled.Gamma.Count != layer.OutChannels)
            throw scaled.Node.Misfit($"is of {scaled.Gamma.Count} channels; there are {layer.OutChannels}.");
        if (expected.Normalization is null && found != folding && found.Bias is { } bias && !bias.IsAll(0))
            throw found.Node.Misfit(
                "has a bias where convolutions of our networks have none, as no normalisation follows.");
    }

    // Fewer or more pads below and on the right give the same windows where these do not reach there.
    private void CheckPads(OnnxNode node, long[] pads, int kernel, int stride, int height, int width)
    {
        int half = kernel / 2;
        if (pads[2] == half && pads[3] == half)
            return;
        long Windows(int size, long pad) => (size + half + pad - kernel) / stride;
        if (!_sizeIsKnown)
        {
            throw node.Misfit(
                $"has pads of [{string.Join(", ", pads)}], which for some sizes of images give other windows than "
                + $"{half} on every side, and the file does not say for which size it is: export it with a fixed size.");
        }
        if (Windows(height, pads[2]) != Windows(height, half) || Windows(width, pads[3]) != Windows(width, half))
        {
            throw node.Misfit(
                $"has pads of [{string.Join(", ", pads)}], which on its {height}x{width} pixels give "
                + $"{Windows(height, pads[2]) + 1}x{Windows(width, pads[3]) + 1} windows; {half} on every side, as our "
                + $"networks pad, give {Windows(height, half) + 1}x{Windows(width, half) + 1}.");
        }
    }

    private static void Check(MatchedPreactivation found, BatchNormalizationLayout expected, OnnxNode next)
    {
        int channels = found.Normalization?.Gamma.Count ?? found.FoldedInto!.OutChannels;
        if (channels != expected.Channels)
        {
            throw (found.Normalization?.Node ?? next).Misfit(
                $"normalises {channels} channels; there are {expected.Channels}.");
        }
    }

    private void Check(MatchedLinear found, LinearLayout expected)
    {
        RequireOwn(found.Node, found.Weights);
        if (found.In != expected.In || found.Out != expected.Out)
        {
            throw found.Node.Misfit(
                $"makes {found.Out} values of {found.In}; the network before it asks for {expected.Out} of "
                + $"{expected.In}.");
        }
    }

    // Windows that cross the border have the mean of the pixels inside.
    private void Check(MatchedPool pool, AveragePoolLayout expected)
    {
        (int bottom, int right) = expected.Overhang;
        bool isWhole = _sizeIsKnown && bottom == 0 && right == 0;
        bool padsRight = pool.Pads.All(pad => pad == 0)
            ? isWhole || (pool.RoundsUp && !pool.CountsPadding)
            : _sizeIsKnown && pool.Pads.SequenceEqual([0, 0, bottom, right]) && !pool.CountsPadding;
        if (pool.Kernel != expected.Size || pool.Stride != expected.Size || !padsRight)
        {
            throw pool.Node.Misfit(
                $"is no pooling over windows of {expected.Size}x{expected.Size} side by side, cut at the border, "
                + "before a shortcut's convolution (ceil_mode 1, or images of an even size).");
        }
    }

    private void CheckZeroPadding(MatchedShortcut shortcut, BlockLayout expected)
    {
        int more = expected.Last.OutChannels - expected.First.InChannels;
        int size = _sizeIsKnown
            ? Math.Max(expected.First.Height, expected.First.Width)
            : ArchitectureValidation.MaximumImageSize;
        if (shortcut.Stride != expected.Stride || shortcut.MoreChannels != more || shortcut.End < size)
        {
            throw shortcut.Node.Misfit(
                $"is a shortcut with stride {shortcut.Stride} and {shortcut.MoreChannels} more channels; the block "
                + $"has stride {expected.Stride} and {more} more.");
        }
    }

    private void CheckHead()
    {
        if (network.Head.Linear is { } linear)
            Check(linear, layout.Head.Linear);
        ConvolutionLayout last = layout.Blocks[^1].Last;
        if (network.Head.Pool is { } pool && !(_sizeIsKnown && pool.Pads.All(pad => pad == 0)
            && pool.Kernel == last.OutHeight && pool.Kernel == last.OutWidth))
        {
            throw pool.Node.Misfit(
                $"is over windows of {pool.Kernel}x{pool.Kernel}; before the last layer the pooling must be over "
                + "the whole image.");
        }
    }
}
