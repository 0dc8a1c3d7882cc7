using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// y = relu?(x * s + residual), with a factor per channel and image, computed from the channel means: s = sigmoid(W2
/// relu(W1 mean(x) + b1) + b2) (Hu et al. 2017, <i>Squeeze-and-Excitation Networks</i>).
/// </summary>
internal sealed class SqueezeExcitation
{
    private readonly ExcitationLayout _layout;
    private readonly NativeContext _context;
    private readonly bool _relu;
    private readonly Linear _squeeze, _excite;
    private readonly NativeBuffer _means, _factors;              // (n, channels)
    private readonly NativeBuffer _scaled;                       // the factors times Factor
    private readonly NativeBuffer _meanGradient, _factorGradient;
    private readonly NativeBuffer _hidden, _hiddenGradient;      // (n, hidden), after the ReLU

    /// <summary>Multiplies the factors; above 0.</summary>
    public float Factor { get; set; } = 1;

    /// <summary>The activations, (n, pixels, channels).</summary>
    public NativeBuffer Output { get; }

    public SqueezeExcitation(ExcitationLayout layout, LayerMemory memory, bool relu)
    {
        _layout = layout;
        _context = memory.Context;
        _relu = relu;
        _squeeze = new Linear(layout.Squeeze, memory);
        _excite = new Linear(layout.Excite, memory);
        NativeBuffer Rows(int columns) => memory.Arena.Allocate(memory.BatchSize * columns);
        (_means, _factors, _meanGradient, _factorGradient) =
            (Rows(layout.Channels), Rows(layout.Channels), Rows(layout.Channels), Rows(layout.Channels));
        _scaled = Rows(layout.Channels);
        (_hidden, _hiddenGradient) = (Rows(layout.Hidden), Rows(layout.Hidden));
        Output = memory.Activations(layout.Length);
    }

    /// <summary>The residual may be empty.</summary>
    public void Forward(long n, NativeBuffer x, NativeBuffer residual)
    {
        NativeBuffer means = OfChannels(_means, n), hidden = OfHidden(_hidden, n), factors = OfChannels(_factors, n);
        NativeMethods.GlobalAveragePoolForward(
            _context, n, _layout.Pixels, _layout.Channels, OfPixels(x, n), means).Check();
        _squeeze.Forward(n, means, hidden);
        NativeMethods.ReluForward(_context, hidden, hidden).Check();
        _excite.Forward(n, hidden, factors);
        NativeMethods.SigmoidForward(_context, factors, factors).Check();
        NativeMethods.ChannelScaleForward(
            _context, n, _layout.Pixels, _layout.Channels, OfPixels(x, n), Scaled(factors),
            residual.FirstOrEmpty(n * _layout.Length), _relu ? 1 : 0, OfPixels(Output, n)).Check();
    }

    /// <summary>
    /// Overwrites dy, the gradient of the output, with that of the residual, and x with its own gradient.
    /// </summary>
    public void Backward(long n, NativeBuffer x, NativeBuffer dy)
    {
        NativeBuffer hidden = OfHidden(_hidden, n), factors = OfChannels(_factors, n);
        NativeBuffer meanGradient = OfChannels(_meanGradient, n), hiddenGradient = OfHidden(_hiddenGradient, n);
        NativeBuffer factorGradient = OfChannels(_factorGradient, n), g = OfPixels(dy, n);
        NativeMethods.ChannelScaleBackward(
            _context, n, _layout.Pixels, _layout.Channels, OfPixels(x, n), _relu ? OfPixels(Output, n) : default, g, g,
            factorGradient).Check();
        if (Factor != 1)
            TensorPrimitives.Multiply(factorGradient.Span, Factor, factorGradient.Span);
        NativeMethods.SigmoidBackward(_context, factors, factorGradient, factorGradient).Check();
        _excite.Backward(n, hidden, factorGradient, hiddenGradient);
        NativeMethods.ReluBackward(_context, hidden, hiddenGradient, hiddenGradient).Check();
        _squeeze.Backward(n, OfChannels(_means, n), hiddenGradient, meanGradient);
        NativeMethods.ChannelScaleBackwardData(
            _context, n, _layout.Pixels, _layout.Channels, g, Scaled(factors), meanGradient, OfPixels(x, n)).Check();
    }

    private NativeBuffer Scaled(NativeBuffer factors)
    {
        if (Factor == 1)
            return factors;
        NativeBuffer scaled = _scaled.First(factors.Length);
        TensorPrimitives.Multiply(factors.Span, Factor, scaled.Span);
        return scaled;
    }

    private NativeBuffer OfPixels(NativeBuffer buffer, long n) => buffer.First(n * _layout.Length);

    private NativeBuffer OfChannels(NativeBuffer buffer, long n) => buffer.First(n * _layout.Channels);

    private NativeBuffer OfHidden(NativeBuffer buffer, long n) => buffer.First(n * _layout.Hidden);
}
