using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// A network that can be trained: one native call per layer and pass, all memory planned at construction for the
/// largest mini-batch.
/// </summary>
/// <remarks>
/// Activations are kept for the backward pass, which overwrites them with their gradients or lets those pass through
/// the two buffers of <see cref="GradientFlow"/>.
/// </remarks>
internal sealed class TrainingNetwork : IDisposable
{
    private readonly NativeArena _arena;
    private readonly SharedScratch _packedWeights;
    private readonly GradientFlow _gradientFlow;
    private readonly FrozenStages? _frozen;
    private readonly Stem? _stem; // unless it is frozen
    private readonly ResidualBlock[] _blocks; // that are not
    private readonly Preactivation? _final; // unless all stages are frozen
    private readonly Head _head;

    public NetworkLayout Layout { get; }

    public NativeContext Context { get; }

    /// <summary>The most images in a mini-batch.</summary>
    public long BatchSize { get; }

    /// <summary>All trainable values, in one block.</summary>
    public NativeBuffer Parameters { get; }

    /// <summary>The gradient of the mean loss of the latest mini-batch, in the order of the parameters.</summary>
    public NativeBuffer Gradients { get; }

    /// <summary>All running means and variances, in one block.</summary>
    public NativeBuffer Statistics { get; }

    /// <summary>Native memory that the network holds.</summary>
    public long Bytes => _arena.Bytes;

    /// <param name="layout">Shapes and places.</param>
    /// <param name="context">Computes.</param>
    /// <param name="batchSize">The most images in a mini-batch.</param>
    /// <param name="arithmetic">How it computes.</param>
    /// <param name="frozenStages">
    /// Stages from the stem that stay as they are: their gradients are not computed, their statistics not updated, and
    /// their values taken over by the first <see cref="ForwardBackward"/>. 0 for a network that trains as a whole.
    /// </param>
    public TrainingNetwork(
        NetworkLayout layout, NativeContext context, long batchSize, Arithmetic arithmetic = default,
        int frozenStages = 0)
        : this(layout, context, batchSize, arithmetic, frozenStages, new NativeArena())
    {
    }

    /// <summary>The native memory that such a network takes; nothing of it is allocated.</summary>
    public static long MeasureBytes(
        NetworkLayout layout, NativeContext context, long batchSize, Arithmetic arithmetic, int frozenStages = 0)
    {
        using TrainingNetwork network =
            new(layout, context, batchSize, arithmetic, frozenStages, new NativeArena(measures: true));
        network._packedWeights.First(0);
        return network.Bytes;
    }

    private TrainingNetwork(
        NetworkLayout layout, NativeContext context, long batchSize, Arithmetic arithmetic, int frozenStages,
        NativeArena arena)
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
            LayerMemory memory = new(context, _arena, arithmetic, batchSize, Parameters, Gradients, Statistics);
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
    /// Sets what the residual functions of the blocks that train are multiplied by from now on, see
    /// <see cref="ResidualBlock.Factor"/>.
    /// </summary>
    /// <param name="factorOf">By the block's place in <see cref="NetworkLayout.Blocks"/>.</param>
    public void SetResidualFactors(Func<int, float> factorOf)
    {
        int frozen = Layout.Blocks.Count - _blocks.Length;
        for (int i = 0; i < _blocks.Length; i++)
            _blocks[i].Factor = factorOf(frozen + i);
    }

    /// <summary>
    /// Forward and backward over a mini-batch: fills <see cref="Gradients"/> and updates <see cref="Statistics"/>.
    /// </summary>
    /// <param name="n">Images, 1 to <see cref="BatchSize"/>.</param>
    /// <param name="images">Normalised images, (n, height, width, channels).</param>
    /// <param name="targets">The targets of n images.</param>
    /// <param name="share">
    /// What the gradients are multiplied by: the mini-batch's part of the images of a step, where that has several.
    /// </param>
    public BatchLoss ForwardBackward(long n, NativeBuffer images, BatchTargets targets, float share = 1)
    {
        BatchLoss loss = Forward(n, images, targets, share);
        Backward(n, images);
        return loss;
    }

    // Of the first block, or of the head if all stages are frozen.
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
