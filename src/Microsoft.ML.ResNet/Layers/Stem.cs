namespace Microsoft.ML.ResNet;

/// <summary>The layers before the first block: a convolution unit and maybe a max pooling.</summary>
internal sealed class Stem
{
    private readonly ConvolutionUnit _unit;
    private readonly MaxPool? _pool;

    public NativeBuffer Output => _pool?.Output ?? _unit.Output;

    /// <param name="layout">Shapes and places.</param>
    /// <param name="memory">Shared with the other layers.</param>
    /// <param name="scratch">
    /// Holds the unit's activations until they are pooled: nobody asks for them afterwards.
    /// </param>
    public Stem(StemLayout layout, LayerMemory memory, NativeBuffer scratch)
    {
        _pool = layout.Pool is { } pool ? new MaxPool(pool, memory) : null;
        long length = memory.BatchSize * layout.Unit.Convolution.OutputLength;
        _unit = new ConvolutionUnit(
            layout.Unit, memory, output: _pool is null ? null : scratch.First(length), needsInputGradient: false);
    }

    public void Forward(long n, NativeBuffer images)
    {
        _unit.Forward(n, images);
        _pool?.Forward(n, _unit.Output);
    }

    /// <summary>Ends the backward pass: nobody wants the gradient of the images.</summary>
    public void Backward(long n, NativeBuffer images, GradientFlow gradients)
    {
        _pool?.Backward(n, gradients.Flow, gradients.Spare);
        _unit.BackwardNormalization(n, _pool is null ? gradients.Flow : gradients.Spare);
        _unit.BackwardWeights(n, images);
    }
}
