using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Export;

/// <summary>Writes the shortcut of a block.</summary>
internal sealed class ShortcutExport(OnnxGraphBuilder graph, UnitExport units)
{
    /// <summary>Returns the shortcut's value; null for none.</summary>
    /// <param name="block">The block.</param>
    /// <param name="name">Name of the block.</param>
    /// <param name="x">The shortcut's input.</param>
    /// <param name="projection">The projection's index in <see cref="NetworkLayout.Units"/>.</param>
    public string? Write(BlockLayout block, string name, string x, int projection) => block.Shortcut switch
    {
        ShortcutKind.None => null,
        ShortcutKind.Identity => x,
        ShortcutKind.ZeroPadding => ZeroPadding(block, $"{name}.shortcut", x),
        _ => units.QuantizeOperand(projection, units.Convolution(
            block.Projection!, projection, Pooled(block.ProjectionPool, $"{name}.shortcut", x))),
    };

    // Subsamples the pixels and appends zero channels.
    private string ZeroPadding(BlockLayout block, string name, string x)
    {
        string input = x;
        if (block.Stride > 1)
        {
            x = graph.Node(
                "Slice", $"{name}.pixels",
                [
                    x, graph.Constant<long>($"{name}.begin", [0, 0], 2),
                    graph.Constant<long>($"{name}.end", [block.First.Height, block.First.Width], 2),
                    graph.Constant<long>($"{name}.axes", [2, 3], 2),
                    graph.Constant<long>($"{name}.steps", [block.Stride, block.Stride], 2),
                ]);
        }
        long more = block.Last.OutChannels - block.First.InChannels;
        if (more > 0)
            x = graph.Node("Pad", name, [x, graph.Constant<long>($"{name}.pads", [0, 0, 0, 0, 0, more, 0, 0], 8)]);
        return units.QuantizeLike(input, x);
    }

    // Pads windows that extend beyond the border; the average excludes the padding.
    private string Pooled(AveragePoolLayout? pool, string name, string x)
    {
        if (pool is null)
            return x;
        long size = pool.Size;
        (int bottom, int right) = pool.Overhang;
        return graph.Node(
            "AveragePool", $"{name}.pooled", [x], OnnxAttribute.Windows(size, size, 0, 0, bottom, right));
    }
}
