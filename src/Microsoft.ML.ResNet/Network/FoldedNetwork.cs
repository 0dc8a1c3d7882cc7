using System.Numerics.Tensors;

namespace Microsoft.ML.ResNet;

/// <summary>The layers of an inference network: from normalised images to logits.</summary>
internal sealed class FoldedNetwork : IDisposable
{
    private sealed record Block(BlockLayout Layout, FoldedUnit[] Units, FoldedUnit? Projection);

    private readonly NetworkLayout _layout;
    private readonly NativeContext _context;
    private readonly NativeArena _arena = new();
    private readonly QuantizationScales[]? _scales; // of networks of bytes
    private readonly FoldedUnit _stem;
    private readonly Block[] _blocks;
    private readonly NativeBuffer _headWeights, _headBias;
    private readonly float _pooledScale = 1; // of what the average pooling gives

    public FoldedNetwork(NetworkLayout layout, NativeContext context, Arithmetic arithmetic)
    {
        _layout = layout;
        _context = context;
        if (arithmetic.Ranges is { } ranges)
            (_scales, _pooledScale) = UnitScales.Of(layout, ranges);
        try
        {
            Func<UnitLayout, FoldedUnit> newUnit = UnitFactory(arithmetic);
            _stem = newUnit(layout.Stem.Unit);
            _blocks = [.. layout.Blocks.Select(block => new Block(
                block, [.. block.Units.Select(newUnit)],
                block.Projection is { } projection ? newUnit(projection) : null))];
            _headWeights = _arena.Allocate(layout.Head.Weights.Length);
            _headBias = _arena.Allocate(layout.Head.Bias.Length);
        }
        catch
        {
            _arena.Dispose();
            throw;
        }
    }

    // Makes units in the order of NetworkLayout.Units.
    private Func<UnitLayout, FoldedUnit> UnitFactory(Arithmetic arithmetic)
    {
        if (_scales is null)
            return unit => new FloatUnit(unit, _context, arithmetic, _arena);
        int made = 0;
        return unit => new ByteUnit(unit, _context, arithmetic, _scales[made++], _arena);
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
        HeadLayout head = _layout.Head;
        TensorPrimitives.Multiply(parameters.Slice(head.Weights).Span, _pooledScale, _headWeights.Span);
        parameters.Slice(head.Bias).Span.CopyTo(_headBias.Span);
    }

    /// <summary>From the workspace's images to its logits.</summary>
    /// <param name="n">Images.</param>
    /// <param name="workspace">Where the images are, and room for n of them.</param>
    /// <param name="observer">Is shown the activations, which are floats then; or null.</param>
    public void Forward(long n, InferenceWorkspace workspace, INetworkObserver? observer = null)
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
        observer?.OnImages(workspace.Images.First(n * _layout.InputLength).Span);
        Run(_stem, workspace.Images, default, x);
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

        HeadLayout head = _layout.Head;
        NativeBuffer pooled = workspace.Pooled.First(n * head.Features);
        NativeMethods.GlobalAveragePoolForward(
            _context, n, head.Pixels, head.Features, x.First(n * head.InputLength), pooled).Check();
        NativeMethods.LinearForward(
            _context, n, head.Features, head.Classes, pooled, _headWeights, _headBias,
            workspace.Logits.First(n * head.Classes)).Check();
        GC.KeepAlive(this); // the buffers are freed with it
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

    public void Dispose() => _arena.Dispose();
}
