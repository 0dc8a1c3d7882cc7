namespace Microsoft.ML.ResNet;

/// <summary>The stem and the first blocks of an inference network: from normalised images to activations.</summary>
internal sealed class FoldedTrunk
{
    private sealed record Block(BlockLayout Layout, FoldedUnit[] Units, FoldedUnit? Projection);

    private readonly NetworkLayout _layout;
    private readonly NativeContext _context;
    private readonly FoldedUnit _stem;
    private readonly Block[] _blocks;

    /// <param name="layout">The whole network.</param>
    /// <param name="blocks">How many of its blocks belong to the trunk.</param>
    /// <param name="context">Computes.</param>
    /// <param name="arithmetic">How it computes.</param>
    /// <param name="scales">What the bytes of a network of bytes stand for, null for others.</param>
    /// <param name="arena">Owns the folded values.</param>
    public FoldedTrunk(
        NetworkLayout layout, int blocks, NativeContext context, Arithmetic arithmetic, QuantizationScales[]? scales,
        NativeArena arena)
    {
        _layout = layout;
        _context = context;
        int made = 0; // in the order of NetworkLayout.Units
        FoldedUnit NewUnit(UnitLayout unit) => scales is null
            ? new FloatUnit(unit, context, arithmetic, arena)
            : new ByteUnit(unit, context, arithmetic, scales[made++], arena);
        _stem = NewUnit(layout.Stem.Unit);
        _blocks = [.. layout.Blocks.Take(blocks).Select(block => new Block(
            block, [.. block.Units.Select(NewUnit)],
            block.Projection is { } projection ? NewUnit(projection) : null))];
    }

    private IEnumerable<FoldedUnit> Units => _blocks.SelectMany(
        block => block.Projection is null ? block.Units : block.Units.Append(block.Projection)).Prepend(_stem);

    /// <summary>Takes over a network's values. Not to be called while others call <see cref="Forward"/>.</summary>
    public void Fold(NativeBuffer parameters, NativeBuffer statistics)
    {
        long largest = _layout.Units.Max(unit => unit.Convolution.Weights.Length);
        Parallel.ForEach(
            Units, new ParallelOptions { MaxDegreeOfParallelism = _context.Threads },
            () => new AlignedBuffer(largest, clear: false),
            (unit, _, scratch) =>
            {
                unit.Fold(parameters, statistics, scratch.All);
                return scratch;
            },
            scratch => scratch.Dispose());
    }

    /// <summary>From normalised images to the last block's output, which lies in the workspace.</summary>
    /// <param name="n">Images.</param>
    /// <param name="images">(n, height, width, channels).</param>
    /// <param name="workspace">Room for the activations of n images.</param>
    /// <param name="observer">Is shown the activations, which are floats then; or null.</param>
    public NativeBuffer Forward(
        long n, NativeBuffer images, InferenceWorkspace workspace, INetworkObserver? observer = null)
    {
        NativeBuffer x = workspace.First, first = workspace.Second, second = workspace.Third;
        int unit = 0;
        void Run(FoldedUnit folded, NativeBuffer input, NativeBuffer residual, NativeBuffer output)
        {
            if (observer is { SeesResponses: true })
            {
                folded.Forward(n, input, residual: default, relu: false, output);
                observer.OnResponse(unit, output.First(n * folded.OutputLength).Span);
            }
            folded.Forward(n, input, residual, relu: true, output);
            observer?.OnOutput(unit++, output.First(n * folded.OutputLength).Span);
        }
        observer?.OnImages(images.First(n * _layout.InputLength).Span);
        Run(_stem, images, default, x);
        if (_layout.Stem.Pool is { } pool)
        {
            MaxPool(n, pool, x, first);
            (x, first) = (first, x);
        }

        foreach (Block block in _blocks)
        {
            NativeBuffer residual = ForwardShortcut(n, block, x, workspace.Shortcut);
            NativeBuffer input = x;
            for (int i = 0; i < block.Units.Length; i++)
            {
                Run(block.Units[i], input, i == block.Units.Length - 1 ? residual : default, first);
                input = first;
                (first, second) = (second, first);
            }
            if (block.Projection is not null)
                unit++;
            (x, second) = (second, x); // the last output was swapped into second
        }
        return x;
    }

    private NativeBuffer ForwardShortcut(long n, Block block, NativeBuffer x, NativeBuffer output)
    {
        switch (block.Layout.Shortcut)
        {
            case ShortcutKind.None:
                return default;
            case ShortcutKind.Identity:
                return x;
            case ShortcutKind.ZeroPadding:
                NativeMethods.ShortcutForward(
                    _context, block.Layout.ShortcutShape(n), x.First(n * block.Layout.InputLength),
                    output.First(n * block.Layout.OutputLength)).Check();
                return output;
            default:
                block.Projection!.Forward(n, x, default, relu: false, output);
                return output;
        }
    }

    private unsafe void MaxPool(long n, MaxPoolLayout pool, NativeBuffer x, NativeBuffer y) =>
        NativeMethods.MaxPoolForward(
            _context, pool.Shape(n), x.First(n * pool.InputLength), y.First(n * pool.OutputLength), null, 0).Check();
}
