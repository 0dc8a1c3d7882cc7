using System.Numerics.Tensors;

namespace Microsoft.ML.ResNet;

/// <summary>
/// A convolution unit for inference. Its batch normalisation is an affine map of every channel then, and goes into the
/// convolution's weights and bias.
/// </summary>
internal sealed class FoldedUnit
{
    private readonly UnitLayout _layout;
    private readonly NativeContext _context;
    private readonly Arithmetic _arithmetic;
    private readonly NativeBuffer _packed;
    private readonly NativeBuffer _bias;

    public long OutputLength => _layout.Convolution.OutputLength;

    public FoldedUnit(UnitLayout layout, NativeContext context, Arithmetic arithmetic, NativeArena arena)
    {
        _layout = layout;
        _context = context;
        _arithmetic = arithmetic;
        NativeMethods.Conv2dPackedLength(
            context, Shape(1), ConvolutionPass.Forward, out long packedLength).Check();
        _packed = arena.AllocateUncleared(packedLength);
        _bias = arena.Allocate(layout.Convolution.OutChannels);
    }

    /// <param name="parameters">The network's parameters.</param>
    /// <param name="statistics">The network's running statistics.</param>
    /// <param name="scratch">At least as long as the unit's weights.</param>
    public void Fold(NativeBuffer parameters, NativeBuffer statistics, NativeBuffer scratch)
    {
        BatchNormalizationLayout normalization = _layout.Normalization;
        ReadOnlySpan<float> gamma = parameters.Slice(normalization.Gamma).Span;
        ReadOnlySpan<float> beta = parameters.Slice(normalization.Beta).Span;
        ReadOnlySpan<float> mean = statistics.Slice(normalization.RunningMean).Span;
        ReadOnlySpan<float> variance = statistics.Slice(normalization.RunningVariance).Span;
        float[] scale = new float[normalization.Channels];
        for (int c = 0; c < scale.Length; c++)
        {
            double exact = gamma[c] / Math.Sqrt((double)variance[c] + BatchNormalization.Epsilon);
            scale[c] = (float)exact;
            _bias.Span[c] = (float)(beta[c] - mean[c] * exact);
        }

        NativeBuffer folded = scratch.First(_layout.Convolution.Weights.Length);
        ReadOnlySpan<float> weights = parameters.Slice(_layout.Convolution.Weights).Span;
        for (int i = 0; i < weights.Length; i += scale.Length)
            TensorPrimitives.Multiply(weights.Slice(i, scale.Length), scale, folded.Span.Slice(i, scale.Length));
        NativeMethods.Conv2dPack(_context, Shape(1), ConvolutionPass.Forward, folded, _packed).Check();
    }

    /// <summary>y = relu?(convolution of x + bias + residual); the residual may be empty.</summary>
    public void Forward(long n, NativeBuffer x, NativeBuffer residual, bool relu, NativeBuffer y)
    {
        long length = n * _layout.Convolution.OutputLength;
        NativeMethods.Conv2dForward(
            _context, Shape(n), x.First(n * _layout.Convolution.InputLength), _packed, _bias,
            residual.Length == 0 ? residual : residual.First(length), relu ? 1 : 0, y.First(length)).Check();
    }

    private Conv2dShape Shape(long n) => _layout.Convolution.Shape(n, _arithmetic);
}
