using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// The stem and the first blocks of an inference network: from normalized images to activations. With all blocks, it
/// includes the final normalization of a pre-activation network.
/// </summary>
internal sealed class FoldedTrunk
{
    private readonly NetworkLayout _layout;
    private readonly NativeContext _context;
    private readonly FoldedUnit[] _stem;
    private readonly FoldedBlock[] _blocks;
    private readonly FoldedActivation? _final;
    private readonly QuantizationScales[]? _scales; // of int8 networks only

    /// <param name="layout">The whole network.</param>
    /// <param name="blocks">Number of blocks in the trunk.</param>
    /// <param name="context">The native context.</param>
    /// <param name="arithmetic">The number format.</param>
    /// <param name="arena">Owns the folded values.</param>
    public FoldedTrunk(
        NetworkLayout layout, int blocks, NativeContext context, Arithmetic arithmetic, NativeArena arena)
    {
        _layout = layout;
        _context = context;
        _scales = arithmetic.Ranges is { } ranges ? UnitScales.Create(layout, ranges) : null;
        int next = 0; // in the order of NetworkLayout.Units
        FoldedUnit NewUnit(UnitLayout unit)
        {
            int index = next++;
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

    /// <summary>Copies and folds a network's values. Must not run at the same time as <see cref="Forward"/>.</summary>
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

    /// <summary>The scale of a block's int8 output; 1 for floats.</summary>
    public float OutputScale(int block) => _scales?[_blocks[block].Last.Index].Output ?? 1;

    /// <summary>Computes the last block's output, which is in the workspace, from normalized images.</summary>
    /// <param name="n">Number of images.</param>
    /// <param name="images">(n, height, width, channels).</param>
    /// <param name="workspace">A workspace for at least n images.</param>
    /// <param name="observer">Receives the activations, which must be floats; or null.</param>
    public NativeBuffer Forward(
        long n, NativeBuffer images, InferenceWorkspace workspace, INetworkObserver? observer = null) =>
        Start(n, images, workspace, observer).ForwardTo(_blocks.Length);

    /// <summary>Starts a forward pass that can return the outputs of intermediate blocks.</summary>
    public Pass Start(
        long n, NativeBuffer images, InferenceWorkspace workspace, INetworkObserver? observer = null)
    {
        ActivationBuffers buffers = new(workspace);
        UnitObserver observed = new(observer);
        observer?.OnImages(images.First(n * _layout.InputLength).Span);
        ForwardStem(n, images, buffers, observed);
        return new Pass(this, n, buffers, workspace, observed);
    }

    /// <summary>A forward pass that has computed the stem and continues block by block.</summary>
    public sealed class Pass(
        FoldedTrunk trunk, long n, ActivationBuffers buffers, InferenceWorkspace workspace, UnitObserver observer)
    {
        private FoldedUnit _previous = trunk._stem[^1];
        private int _done;

        /// <summary>
        /// Computes blocks until this many are done, and returns the output of the last one, which is valid until the
        /// next call.
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
