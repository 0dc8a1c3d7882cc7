using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// A network for training: one native call per layer and pass; all memory is allocated at construction for the largest
/// mini-batch.
/// </summary>
/// <remarks>
/// Activations are kept for the backward pass, which overwrites them with their gradients or uses the two buffers of
/// <see cref="GradientFlow"/>.
/// </remarks>
internal sealed class TrainingNetwork : IDisposable
{
    private readonly NativeArena _arena;
    private readonly SharedScratch _packedWeights;
    private readonly GradientFlow _gradientFlow;
    private readonly FrozenStages? _frozen;
    private readonly Stem? _stem; // null if frozen
    private readonly ResidualBlock[] _blocks; // those that train
    private readonly Preactivation? _final; // null if all stages are frozen
    private readonly Head _head;

    public NetworkLayout Layout { get; }

    public NativeContext Context { get; }

    /// <summary>Maximum images in a mini-batch.</summary>
    public long BatchSize { get; }

    /// <summary>All trainable values, in one buffer.</summary>
    public NativeBuffer Parameters { get; }

    /// <summary>The gradient of the mean loss of the latest mini-batch, in the order of the parameters.</summary>
    public NativeBuffer Gradients { get; }

    /// <summary>All running means and variances, in one buffer.</summary>
    public NativeBuffer Statistics { get; }

    /// <summary>Native memory held by the network.</summary>
    public long Bytes => _arena.Bytes;

    /// <param name="layout">Shapes and parameter ranges.</param>
    /// <param name="context">The native context.</param>
    /// <param name="batchSize">Maximum images in a mini-batch.</param>
    /// <param name="arithmetic">The number format.</param>
    /// <param name="frozenStages">
    /// Number of frozen stages, which include the stem: their gradients are not computed, their statistics are not
    /// updated, and their values are folded by the first <see cref="ForwardBackward"/>. 0 to train the whole network.
    /// </param>
    /// <param name="freezesNormalization">See <see cref="LayerMemory.FreezesNormalization"/>.</param>
    public TrainingNetwork(
        NetworkLayout layout, NativeContext context, long batchSize, Arithmetic arithmetic = default,
        int frozenStages = 0, bool freezesNormalization = false)
        : this(layout, context, batchSize, arithmetic, frozenStages, freezesNormalization, new NativeArena())
    {
    }

    /// <summary>The native memory that such a network needs, computed without allocating it.</summary>
    public static long MeasureBytes(
        NetworkLayout layout, NativeContext context, long batchSize, Arithmetic arithmetic, int frozenStages = 0)
    {
        using TrainingNetwork network =
            new(layout, context, batchSize, arithmetic, frozenStages, false, new NativeArena(measureOnly: true));
        network._packedWeights.First(0);
        return network.Bytes;
    }

    private TrainingNetwork(
        NetworkLayout layout, NativeContext context, long batchSize, Arithmetic arithmetic, int frozenStages,
        bool freezesNormalization, NativeArena arena)
    {
        _arena = arena;
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        Layout = layout;
        Context = context;
        BatchSize = batchSize;
        try
        {
            Parameters = _arena.Allocate(layout.ParameterCount);
            Gradients = _arena.Allocate(layout.ParameterCount);
            Statistics = _arena.Allocate(layout.StatisticsCount);
            LayerMemory memory = new(context, _arena, arithmetic, batchSize, Parameters, Gradients, Statistics)
            {
                FreezesNormalization = freezesNormalization,
            };
            _packedWeights = memory.PackedWeights;
            long largest = layout.LargestActivationFrom(layout.FirstTrainedSection(frozenStages));
            _gradientFlow = new GradientFlow(
                memory.Activations(largest), memory.Activations(largest));
            if (frozenStages > 0)
                _frozen = new FrozenStages(layout, frozenStages, memory);
            else
                _stem = new Stem(layout.Stem, memory, _gradientFlow.Spare);
            int frozenBlocks = layout.CountBlocks(frozenStages);
            _blocks = [.. layout.Blocks.Skip(frozenBlocks).Select((block, i) => new ResidualBlock(
                block, memory, _gradientFlow.Spare, needsInputGradient: i > 0 || _stem is not null))];
            if (layout.FinalNormalization is { } final && _blocks.Length > 0)
                _final = new Preactivation(final, layout.Head.Pixels, memory);
            _head = new Head(layout.Head, memory, needsInputGradient: _blocks.Length > 0);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Sets the factors of the residual functions of all blocks that train, see <see cref="ResidualBlock.Factor"/>.
    /// </summary>
    /// <param name="factorOf">The factor by the block's index in <see cref="NetworkLayout.Blocks"/>.</param>
    public void SetResidualFactors(Func<int, float> factorOf)
    {
        int frozen = Layout.Blocks.Count - _blocks.Length;
        for (int i = 0; i < _blocks.Length; i++)
            _blocks[i].Factor = factorOf(frozen + i);
    }

    /// <summary>
    /// Forward and backward pass over a mini-batch: fills <see cref="Gradients"/> and updates <see cref="Statistics"/>.
    /// </summary>
    /// <param name="n">Number of images, 1 to <see cref="BatchSize"/>.</param>
    /// <param name="images">Normalized images, (n, height, width, channels).</param>
    /// <param name="targets">Targets of the n images.</param>
    /// <param name="share">
    /// Multiplies the gradients: the mini-batch's share of the step's images when a step accumulates several
    /// mini-batches.
    /// </param>
    public BatchLoss ForwardBackward(long n, NativeBuffer images, BatchTargets targets, float share = 1)
    {
        BatchLoss loss = Forward(n, images, targets, share);
        Backward(n, images);
        return loss;
    }

    // The input of the first block that trains, or of the head if all stages are frozen.
    private NativeBuffer Input => _frozen?.Output ?? _stem!.Output;

    private BatchLoss Forward(long n, NativeBuffer images, BatchTargets targets, float share)
    {
        _frozen?.Forward(n, images);
        _stem?.Forward(n, images);
        NativeBuffer x = Input;
        foreach (ResidualBlock block in _blocks)
        {
            block.Forward(n, x);
            x = block.Output;
        }
        _final?.Forward(n, x);
        return _head.Forward(n, _final?.Output ?? x, targets, share);
    }

    private void Backward(long n, NativeBuffer images)
    {
        _head.Backward(n, _gradientFlow);
        _final?.Backward(n, _blocks[^1].Output, _gradientFlow.Flow, _gradientFlow.Flow);
        for (int i = _blocks.Length - 1; i >= 0; i--)
            _blocks[i].Backward(n, i > 0 ? _blocks[i - 1].Output : Input, _gradientFlow);
        _stem?.Backward(n, images, _gradientFlow);
    }

    public void Dispose() => _arena.Dispose();
}
