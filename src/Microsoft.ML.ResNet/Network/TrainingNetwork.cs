namespace Microsoft.ML.ResNet;

/// <summary>
/// A network that can be trained: one native call per layer and pass, all memory planned at construction for the
/// largest mini-batch.
/// </summary>
/// <remarks>
/// Activations are kept for the backward pass, which overwrites them with their gradients or lets those pass through the
/// two buffers of <see cref="GradientFlow"/>.
/// </remarks>
internal sealed class TrainingNetwork : IDisposable
{
    private readonly NativeArena _arena = new();
    private readonly GradientFlow _gradientFlow;
    private readonly Stem _stem;
    private readonly ResidualBlock[] _blocks;
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

    public TrainingNetwork(
        NetworkLayout layout, NativeContext context, long batchSize, Arithmetic arithmetic = default)
    {
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
            long largest = layout.LargestActivation;
            _gradientFlow = new GradientFlow(
                memory.Activations(largest), memory.Activations(largest));
            _stem = new Stem(layout.Stem, memory, _gradientFlow.Spare);
            _blocks = [.. layout.Blocks.Select(block => new ResidualBlock(block, memory, _gradientFlow.Spare))];
            _head = new Head(layout.Head, memory);
        }
        catch
        {
            _arena.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Forward and backward over a mini-batch: fills <see cref="Gradients"/> and updates <see cref="Statistics"/>.
    /// </summary>
    /// <param name="n">Images, 1 to <see cref="BatchSize"/>.</param>
    /// <param name="images">Normalised images, (n, height, width, channels).</param>
    /// <param name="targets">The targets of n images.</param>
    public BatchLoss ForwardBackward(long n, NativeBuffer images, BatchTargets targets)
    {
        BatchLoss loss = Forward(n, images, targets);
        Backward(n, images);
        return loss;
    }

    private BatchLoss Forward(long n, NativeBuffer images, BatchTargets targets)
    {
        _stem.Forward(n, images);
        NativeBuffer x = _stem.Output;
        foreach (ResidualBlock block in _blocks)
        {
            block.Forward(n, x);
            x = block.Output;
        }
        return _head.Forward(n, x, targets);
    }

    private void Backward(long n, NativeBuffer images)
    {
        _head.Backward(n, _gradientFlow);
        for (int i = _blocks.Length - 1; i >= 0; i--)
            _blocks[i].Backward(n, i > 0 ? _blocks[i - 1].Output : _stem.Output, _gradientFlow);
        _stem.Backward(n, images, _gradientFlow);
    }

    public void Dispose() => _arena.Dispose();
}
