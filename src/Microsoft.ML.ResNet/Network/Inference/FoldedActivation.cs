using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// y = relu(batch normalization of x), for inference: a pre-activation, which cannot be folded because no convolution
/// directly precedes it.
/// </summary>
internal sealed class FoldedActivation
{
    private readonly BatchNormalizationLayout _layout;
    private readonly long _pixels;
    private readonly NativeContext _context;
    private readonly NativeBuffer _gamma, _beta, _mean, _variance;

    public FoldedActivation(BatchNormalizationLayout layout, long pixels, NativeContext context, NativeArena arena)
    {
        (_layout, _pixels, _context) = (layout, pixels, context);
        (_gamma, _beta) = (arena.Allocate(layout.Channels), arena.Allocate(layout.Channels));
        (_mean, _variance) = (arena.Allocate(layout.Channels), arena.Allocate(layout.Channels));
    }

    /// <summary>Number of output values per image.</summary>
    public long OutputLength => _pixels * _layout.Channels;

    public void Fold(NativeBuffer parameters, NativeBuffer statistics)
    {
        parameters.Slice(_layout.Gamma).Span.CopyTo(_gamma.Span);
        parameters.Slice(_layout.Beta).Span.CopyTo(_beta.Span);
        statistics.Slice(_layout.RunningMean).Span.CopyTo(_mean.Span);
        statistics.Slice(_layout.RunningVariance).Span.CopyTo(_variance.Span);
    }

    /// <summary>y may be x.</summary>
    public void Forward(long n, NativeBuffer x, NativeBuffer y) =>
        NativeMethods.BatchNormInfer(
            _context, n * _pixels, _layout.Channels, BatchNormalization.Epsilon, x.First(n * OutputLength), _gamma,
            _beta, _mean, _variance, default, 1, y.First(n * OutputLength)).Check();
}
