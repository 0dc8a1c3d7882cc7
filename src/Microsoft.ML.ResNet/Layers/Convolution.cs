namespace Microsoft.ML.ResNet;

/// <summary>A convolution: x [n, h, w, in] -> y [n, out h, out w, out].</summary>
internal sealed class Convolution
{
    private readonly ConvolutionLayout _layout;
    private readonly LayerMemory _memory;
    private readonly NativeBuffer _weights;
    private readonly NativeBuffer _weightGradient;
    private readonly NativeBuffer _packedForward;
    private readonly NativeBuffer _packedBackward; // empty where no gradient of x is wanted

    /// <param name="layout">Shape and place of the weights.</param>
    /// <param name="memory">Shared with the other layers.</param>
    /// <param name="needsInputGradient">False for the first layer: nothing trains below it.</param>
    public Convolution(ConvolutionLayout layout, LayerMemory memory, bool needsInputGradient)
    {
        _layout = layout;
        _memory = memory;
        _weights = memory.Parameters.Slice(layout.Weights);
        _weightGradient = memory.Gradients.Slice(layout.Weights);
        _packedForward = AllocatePacked(ConvolutionPass.Forward);
        _packedBackward = needsInputGradient ? AllocatePacked(ConvolutionPass.BackwardData) : default;
    }

    /// <summary>Brings the weights into the kernels' order; once after every change of the weights.</summary>
    public void Pack()
    {
        Conv2dShape shape = Shape(1);
        NativeContext context = _memory.Context;
        NativeMethods.Conv2dPack(context, shape, ConvolutionPass.Forward, _weights, _packedForward).Check();
        if (_packedBackward.Length > 0)
            NativeMethods.Conv2dPack(context, shape, ConvolutionPass.BackwardData, _weights, _packedBackward).Check();
    }

    public void Forward(long n, NativeBuffer x, NativeBuffer y) =>
        NativeMethods.Conv2dForward(
            _memory.Context, Shape(n), x.First(n * _layout.InputLength), _packedForward, default, default, 0,
            y.First(n * _layout.OutputLength)).Check();

    /// <summary>dx = dL/dx, or dx += dL/dx.</summary>
    public void BackwardData(long n, NativeBuffer dy, NativeBuffer dx, bool accumulate) =>
        NativeMethods.Conv2dBackwardData(
            _memory.Context, Shape(n), dy.First(n * _layout.OutputLength), _packedBackward, accumulate ? 1 : 0,
            dx.First(n * _layout.InputLength)).Check();

    /// <summary>Writes dL/dweights to its place in the gradients.</summary>
    public void BackwardWeights(long n, NativeBuffer x, NativeBuffer dy) =>
        NativeMethods.Conv2dBackwardWeights(
            _memory.Context, Shape(n), x.First(n * _layout.InputLength), dy.First(n * _layout.OutputLength),
            _weightGradient).Check();

    private Conv2dShape Shape(long n) => _layout.Shape(n, _memory.Arithmetic);

    private NativeBuffer AllocatePacked(ConvolutionPass pass)
    {
        NativeMethods.Conv2dPackedLength(_memory.Context, Shape(1), pass, out long length).Check();
        return _memory.Arena.Allocate(length);
    }
}
