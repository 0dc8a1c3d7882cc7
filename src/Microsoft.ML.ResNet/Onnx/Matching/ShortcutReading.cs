using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>Reads a block's path of one convolution or none as its shortcut.</summary>
internal sealed class ShortcutReading(GraphWalk walk)
{
    /// <param name="steps">The path.</param>
    /// <param name="sum">Where it ends.</param>
    public MatchedShortcut Read(IReadOnlyList<ChainStep> steps, OnnxNode sum)
    {
        if (steps.Count == 0)
            return new(ShortcutKind.Identity, sum);
        StepReader reader = new(steps);
        OnnxNode first = steps[0].Node;
        MatchedShortcut shortcut = steps.Any(step => step is ConvolutionStep)
            ? Projection(reader, first)
            : ZeroPadding(reader, first);
        return reader.IsAtEnd ? shortcut : throw reader.Unexpected("the sum that ends the block", first);
    }

    private static MatchedShortcut Projection(StepReader reader, OnnxNode first)
    {
        MatchedPool? pool = reader.Try<PoolStep>()?.Layer;
        MatchedUnit unit = reader.TryUnit() ?? throw reader.Unexpected("the 1x1 convolution of a shortcut", first);
        return pool is null or { IsAverage: true }
            ? new(ShortcutKind.Projection, first, unit, pool)
            : throw pool.Node.Misfit("is where only an average pooling can be, before a shortcut's convolution.");
    }

    private MatchedShortcut ZeroPadding(StepReader reader, OnnxNode first)
    {
        MatchedShortcut shortcut = new(ShortcutKind.ZeroPadding, first);
        if (reader.Try<PoolStep>() is { Layer: var pool })
        {
            // A pooling over single pixels only leaves pixels out.
            if (pool.Kernel != 1 || pool.Pads.Any(pad => pad != 0))
                throw pool.Node.Misfit(
                    "is a shortcut without a convolution; there it can leave pixels out, not mix them.");
            shortcut = shortcut with { Stride = pool.Stride };
        }
        else
        {
            shortcut = Subsampling(reader, shortcut);
        }
        return reader.Try<PadStep>() is { } padding
            ? shortcut with { MoreChannels = MoreChannels(padding.Node) }
            : shortcut;
    }

    private MatchedShortcut Subsampling(StepReader reader, MatchedShortcut shortcut)
    {
        Dictionary<long, (long Step, long End)> taken = []; // by axis
        OnnxNode last = shortcut.Node;
        while (reader.Try<SliceStep>() is { } slice)
        {
            last = slice.Node;
            long[] begin = walk.Integers(last, 1, "starts") ?? [], end = walk.Integers(last, 2, "ends") ?? [];
            long[] axes = walk.Integers(last, 3, "axes") ?? [.. Enumerable.Range(0, begin.Length).Select(i => (long)i)];
            long[] steps = walk.Integers(last, 4, "steps") ?? [.. begin.Select(_ => 1L)];
            if (new[] { end.Length, axes.Length, steps.Length }.Any(length => length != begin.Length))
                throw last.Misfit("has not as many starts, ends, axes and steps.");
            for (int i = 0; i < begin.Length; i++)
            {
                long axis = axes[i] < 0 ? axes[i] + 4 : axes[i];
                bool isWhole = steps[i] == 1 && end[i] >= int.MaxValue;
                if (begin[i] != 0 || steps[i] < 1 || (axis is not (2 or 3) && !isWhole)
                    || (!isWhole && !taken.TryAdd(axis, (steps[i], end[i]))))
                {
                    throw last.Misfit(
                        "is a shortcut that takes other than every second row and column from the first on.");
                }
            }
        }
        if (taken.Count == 0)
            return shortcut;
        (long Step, long End) rows = taken.GetValueOrDefault(2, (1, long.MaxValue));
        (long Step, long End) columns = taken.GetValueOrDefault(3, (1, long.MaxValue));
        return rows.Step == columns.Step && rows.Step <= 8
            ? shortcut with { Stride = (int)rows.Step, End = Math.Min(rows.End, columns.End) }
            : throw last.Misfit("is a shortcut that takes not as many rows as columns.");
    }

    private long MoreChannels(OnnxNode node)
    {
        long[] pads = walk.Integers(node, 1, "pads") ?? [];
        if (walk.Integers(node, 3, "axes") is not (null or [0, 1, 2, 3]))
            throw node.Misfit("is a shortcut that pads chosen axes; all four are expected.");
        bool isZero = walk.Optional(node, 2, "value") is not { } value || (value.Count == 1 && value.IsAll(0));
        if (node.Text("mode", "constant") != "constant" || !isZero || node.Float("value", 0) != 0
            || pads is not [0, 0, 0, 0, 0, >= 0 and <= 65536, 0, 0])
        {
            throw node.Misfit(
                $"is a shortcut that pads [{string.Join(", ", pads.Take(8))}]; only channels of zeros behind the "
                + "others fit.");
        }
        return pads[5];
    }
}
