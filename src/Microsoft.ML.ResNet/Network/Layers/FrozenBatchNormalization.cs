using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Batch normalisation with the running statistics, as in inference, and its gradient: y = relu?(scale * x + shift +
/// residual) with scale = gamma / sqrt(variance + epsilon).
/// </summary>
internal sealed class FrozenBatchNormalization(BatchNormalizationLayout layout, LayerMemory memory)
{
    private readonly NativeBuffer _gamma = memory.Parameters.Slice(layout.Gamma);
    private readonly NativeBuffer _beta = memory.Parameters.Slice(layout.Beta);
    private readonly NativeBuffer _mean = memory.Statistics.Slice(layout.RunningMean);
    private readonly NativeBuffer _variance = memory.Statistics.Slice(layout.RunningVariance);
    private readonly NativeBuffer _scale = memory.Arena.Allocate(layout.Channels);
    private NativeBuffer _output;

    /// <summary>The residual may be empty; y must stay unchanged until the backward pass.</summary>
    public void Forward(long rows, NativeBuffer x, NativeBuffer residual, bool relu, NativeBuffer y)
    {
        long length = rows * layout.Channels;
        NativeMethods.BatchNormInfer(
            memory.Context, rows, layout.Channels, BatchNormalization.Epsilon, x.First(length), _gamma, _beta, _mean,
            _variance, residual.FirstOrEmpty(length), relu ? 1 : 0, y.First(length)).Check();
        _output = y;
    }

    /// <summary>
    /// dx = scale * g and dresidual = g, where g is dy masked by the ReLU, if there is one. A unit without a ReLU has no
    /// dresidual. One of dx and dresidual may be dy.
    /// </summary>
    public void Backward(long rows, bool relu, NativeBuffer dy, NativeBuffer dx, NativeBuffer dresidual)
    {
        long length = rows * layout.Channels;
        NativeBuffer g = dy.First(length);
        if (relu)
        {
            g = (dresidual.Length > 0 ? dresidual : dx).First(length);
            NativeMethods.ReluBackward(memory.Context, _output.First(length), dy.First(length), g).Check();
        }
        for (int c = 0; c < layout.Channels; c++)
            _scale.Span[c] = _gamma.Span[c] / MathF.Sqrt(_variance.Span[c] + BatchNormalization.Epsilon);
        NativeMethods.ChannelScaleForward(
            memory.Context, 1, rows, layout.Channels, g, _scale, default, 0, dx.First(length)).Check();
    }
}
