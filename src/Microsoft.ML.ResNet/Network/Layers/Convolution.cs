using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>A convolution: x [n, h, w, in] -> y [n, out h, out w, out].</summary>
internal sealed class Convolution
{
    private readonly ConvolutionLayout _layout;
    private readonly LayerMemory _memory;
    private readonly NativeBuffer _weights;
    private readonly NativeBuffer _weightGradient;
    private readonly long _packedForward, _packedBackward; // lengths

    /// <param name="layout">Shape and range of the weights.</param>
    /// <param name="memory">Shared with the other layers.</param>
    /// <param name="needsInputGradient">False if no earlier layer trains.</param>
    public Convolution(ConvolutionLayout layout, LayerMemory memory, bool needsInputGradient)
    {
        _layout = layout;
        _memory = memory;
        _weights = memory.Parameters.Slice(layout.Weights);
        _weightGradient = memory.Gradients.Slice(layout.Weights);
        _packedForward = PackedLength(ConvolutionPass.Forward);
        _packedBackward = needsInputGradient ? PackedLength(ConvolutionPass.BackwardData) : 0;
        memory.PackedWeights.Reserve(Math.Max(_packedForward, _packedBackward));
    }

    /// <summary>Adds the residual, which may be empty.</summary>
    public void Forward(long n, NativeBuffer x, NativeBuffer y, NativeBuffer residual = default) =>
        NativeMethods.Conv2dForward(
            _memory.Context, Shape(n), x.First(n * _layout.InputLength), Pack(ConvolutionPass.Forward, _packedForward),
            default, residual.FirstOrEmpty(n * _layout.OutputLength), 0, y.First(n * _layout.OutputLength)).Check();

    /// <summary>dx = dL/dx, or dx += dL/dx.</summary>
    public void BackwardData(long n, NativeBuffer dy, NativeBuffer dx, bool accumulate) =>
        NativeMethods.Conv2dBackwardData(
            _memory.Context, Shape(n), dy.First(n * _layout.OutputLength),
            Pack(ConvolutionPass.BackwardData, _packedBackward), accumulate ? 1 : 0,
            dx.First(n * _layout.InputLength)).Check();

    /// <summary>Writes dL/dweights to the gradients, unless the network is frozen.</summary>
    public void BackwardWeights(long n, NativeBuffer x, NativeBuffer dy)
    {
        if (_memory.IsFrozen)
            return;
        NativeMethods.Conv2dBackwardWeights(
            _memory.Context, Shape(n), x.First(n * _layout.InputLength), dy.First(n * _layout.OutputLength),
            _weightGradient).Check();
    }

    private Conv2dShape Shape(long n) => _layout.Shape(n, _memory.Arithmetic);

    private long PackedLength(ConvolutionPass pass)
    {
        NativeMethods.Conv2dPackedLength(_memory.Context, Shape(1), pass, out long length).Check();
        return length;
    }

    // The weights change after every step, so caching the packed ones would not help.
    private NativeBuffer Pack(ConvolutionPass pass, long length)
    {
        NativeBuffer packed = _memory.PackedWeights.First(length);
        NativeMethods.Conv2dPack(_memory.Context, Shape(1), pass, _weights, packed).Check();
        return packed;
    }
}
