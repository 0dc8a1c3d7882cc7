using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// The stem and the first blocks of an inference network: from normalised images to activations. With all blocks, the
/// normalisation that ends a pre-activation network belongs to it.
/// </summary>
internal sealed class FoldedTrunk
{
    private readonly NetworkLayout _layout;
    private readonly NativeContext _context;
    private readonly FoldedUnit[] _stem;
    private readonly FoldedBlock[] _blocks;
    private readonly FoldedActivation? _final;
    private readonly QuantizationScales[]? _scales; // what the bytes of a network of bytes stand for

    /// <param name="layout">The whole network.</param>
    /// <param name="blocks">How many of its blocks belong to the trunk.</param>
    /// <param name="context">Computes.</param>
    /// <param name="arithmetic">How it computes.</param>
    /// <param name="arena">Owns the folded values.</param>
    public FoldedTrunk(
        NetworkLayout layout, int blocks, NativeContext context, Arithmetic arithmetic, NativeArena arena)
    {
        _layout = layout;
        _context = context;
        _scales = arithmetic.Ranges is { } ranges ? UnitScales.Create(layout, ranges) : null;
        int made = 0; // in the order of NetworkLayout.Units
        FoldedUnit NewUnit(UnitLayout unit)
        {
            int index = made++;
            return _scales is null
                ? new FloatUnit(unit, index, context, arithmetic, arena)
                : new Int8Unit(unit, index, context, arithmetic, _scales[index], arena);
        }
        _stem = [.. layout.Stem.Units.Select(NewUnit)];
        _blocks = [.. layout.Blocks.Take(blocks).Select(block => new FoldedBlock(block, context, NewUnit, arena))];
        _final = blocks == layout.Blocks.Count && layout.FinalNormalization is { } final
            ? new FoldedActivation(final, layout.Head.Pixels, context, arena)
            : null;
    }

    /// <summary>Takes over a network's values. Not to be called while others call <see cref="Forward"/>.</summary>
    public void Fold(NativeBuffer parameters, NativeBuffer statistics)
    {
        long largest = _layout.Units.Max(unit => unit.Convolution.Weights.Length);
        Parallel.ForEach(
            _stem.Concat(_blocks.SelectMany(block => block.AllUnits)),
            new ParallelOptions { MaxDegreeOfParallelism = _context.Threads },
            () => new AlignedBuffer(largest, clear: false),
            (unit, _, scratch) =>
            {
                unit.Fold(parameters, statistics, scratch.All);
                return scratch;
            },
            scratch => scratch.Dispose());
        foreach (FoldedBlock block in _blocks)
            block.Fold(parameters, statistics);
        _final?.Fold(parameters, statistics);
    }

    /// <summary>What a block's output is to be multiplied by: 1 unless it is of bytes.</summary>
    public float OutputScale(int block) => _scales?[_blocks[block].Last.Index].Output ?? 1;

    /// <summary>From normalised images to the last block's output, which lies in the workspace.</summary>
    /// <param name="n">Images.</param>
    /// <param name="images">(n, height, width, channels).</param>
    /// <param name="workspace">Room for the activations of n images.</param>
    /// <param name="observer">Is shown the activations, which are floats then; or null.</param>
    public NativeBuffer Forward(
        long n, NativeBuffer images, InferenceWorkspace workspace, INetworkObserver? observer = null) =>
        Start(n, images, workspace, observer).ForwardTo(_blocks.Length);

    /// <summary>The same for those who look at what blocks in between give.</summary>
    public Pass Start(
        long n, NativeBuffer images, InferenceWorkspace workspace, INetworkObserver? observer = null)
    {
        ActivationBuffers buffers = new(workspace);
        UnitObserver observed = new(observer);
        observer?.OnImages(images.First(n * _layout.InputLength).Span);
        ForwardStem(n, images, buffers, observed);
        return new Pass(this, n, buffers, workspace, observed);
    }

    /// <summary>A forward pass behind the stem, on its way through the blocks.</summary>
    public sealed class Pass(
        FoldedTrunk trunk, long n, ActivationBuffers buffers, InferenceWorkspace workspace, UnitObserver observer)
    {
        private FoldedUnit _previous = trunk._stem[^1];
        private int _done;

        /// <summary>
        /// Computes the blocks up to this many, and gives the output of the last one, which lies in the workspace until
        /// the next call.
        /// </summary>
        public NativeBuffer ForwardTo(int blocks)
        {
            for (; _done < blocks; _done++)
            {
                FoldedBlock block = trunk._blocks[_done];
                block.Forward(n, buffers, workspace, _previous, observer);
                _previous = block.Last;
                if (_done == trunk._layout.Blocks.Count - 1)
                    trunk._final?.Forward(n, buffers.Current, buffers.Current);
            }
            return buffers.Current;
        }
    }

    private void ForwardStem(long n, NativeBuffer images, ActivationBuffers buffers, UnitObserver observer)
    {
        NativeBuffer x = images;
        for (int left = _stem.Length - 1; left > 0; left--)
        {
            NativeBuffer y = buffers.InnerBufferFor(left);
            observer.Run(n, _stem[^(left + 1)], x, default, relu: true, y);
            x = y;
        }
        bool relu = _layout.Stem.Units[^1].Normalization is not null;
        observer.Run(n, _stem[^1], x, default, relu, buffers.Next, isSigned: !relu);
        buffers.Advance();
        if (_layout.Stem.Pool is { } pool)
        {
            MaxPool(n, pool, buffers.Current, buffers.Next);
            buffers.Advance();
        }
    }

    private unsafe void MaxPool(long n, MaxPoolLayout pool, NativeBuffer x, NativeBuffer y) =>
        NativeMethods.MaxPoolForward(
            _context, pool.Shape(n), x.First(n * pool.InputLength), y.First(n * pool.OutputLength), null, 0).Check();
}
