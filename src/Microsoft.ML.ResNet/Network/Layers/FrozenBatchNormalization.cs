using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Batch normalization with the running statistics, as in inference, and its gradient: y = relu?(scale * x + shift +
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

    /// <summary>The residual may be empty.</summary>
    public void Forward(long rows, NativeBuffer x, NativeBuffer residual, bool relu, NativeBuffer y)
    {
        Normalize(rows, x, residual, relu, y);
        _output = y;
    }

    /// <summary>
    /// dx = scale * g and dresidual = g, where g is dy masked by the ReLU, if there is one. A unit without a ReLU has no
    /// dresidual. One of dx and dresidual may be dy. If dx is x, y is recomputed, so that it may have been overwritten, and
    /// dy becomes g; otherwise y must be unchanged since the forward pass.
    /// </summary>
    public unsafe void Backward(
        long rows, NativeBuffer x, bool relu, NativeBuffer dy, NativeBuffer dx, NativeBuffer dresidual)
    {
        long length = rows * layout.Channels;
        NativeBuffer g = dy.First(length), y = _output;
        if (relu)
        {
            if (dresidual.Length > 0)
            {
                g = dresidual.First(length);
            }
            else if (dx.Data == x.Data)
            {
                Normalize(rows, x, residual: default, relu, x);
                y = x;
            }
            else
            {
                g = dx.First(length);
            }
            NativeMethods.ReluBackward(memory.Context, y.First(length), dy.First(length), g).Check();
        }
        for (int c = 0; c < layout.Channels; c++)
            _scale.Span[c] = _gamma.Span[c] / MathF.Sqrt(_variance.Span[c] + BatchNormalization.Epsilon);
        NativeMethods.ChannelScaleForward(
            memory.Context, 1, rows, layout.Channels, g, _scale, default, 0, dx.First(length)).Check();
    }

    private void Normalize(long rows, NativeBuffer x, NativeBuffer residual, bool relu, NativeBuffer y)
    {
        long length = rows * layout.Channels;
        NativeMethods.BatchNormInfer(
            memory.Context, rows, layout.Channels, BatchNormalization.Epsilon, x.First(length), _gamma, _beta, _mean,
            _variance, residual.FirstOrEmpty(length), relu ? 1 : 0, y.First(length)).Check();
    }
}
