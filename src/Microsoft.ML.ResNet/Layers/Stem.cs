namespace Microsoft.ML.ResNet;

/// <summary>The layers before the first block: a convolution unit and maybe a max pooling.</summary>
internal sealed class Stem
{
    private readonly ConvolutionUnit _unit;
    private readonly MaxPool? _pool;

    public NativeBuffer Output => _pool?.Output ?? _unit.Output;

    public Stem(StemLayout layout, LayerMemory memory)
    {
        _unit = new ConvolutionUnit(layout.Unit, memory, needsInputGradient: false);
        _pool = layout.Pool is { } pool ? new MaxPool(pool, memory) : null;
    }

    /// <summary>To be called after every change of the weights.</summary>
    public void Pack() => _unit.Convolution.Pack();

    public void Forward(long n, NativeBuffer images)
    {
        _unit.Forward(n, images);
        _pool?.Forward(n, _unit.Output);
    }

    /// <summary>Ends the backward pass: nobody wants the gradient of the images.</summary>
    public void Backward(long n, NativeBuffer images, GradientFlow gradients)
    {
        NativeBuffer gradient = gradients.Flow;
        if (_pool is not null)
        {
            gradient = gradients.FirstSpare;
            _pool.Backward(n, gradients.Flow, gradient);
        }
        _unit.BackwardNormalization(n, gradient, gradient);
        _unit.Convolution.BackwardWeights(n, images, gradient);
    }
}
