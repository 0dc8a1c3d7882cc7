using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Squeeze-and-excitation for inference, see <see cref="SqueezeExcitation"/>.</summary>
internal sealed class FoldedExcitation
{
    private sealed record Values(LinearLayout Layout, NativeBuffer Weights, NativeBuffer Bias);

    private readonly ExcitationLayout _layout;
    private readonly NativeContext _context;
    private readonly Values _squeeze, _excite;

    public FoldedExcitation(ExcitationLayout layout, NativeContext context, NativeArena arena)
    {
        (_layout, _context) = (layout, context);
        Values Copy(LinearLayout linear) =>
            new(linear, arena.Allocate(linear.Weights.Length), arena.Allocate(linear.Bias.Length));
        (_squeeze, _excite) = (Copy(layout.Squeeze), Copy(layout.Excite));
    }

    public void Fold(NativeBuffer parameters)
    {
        foreach (Values values in new[] { _squeeze, _excite })
        {
            parameters.Slice(values.Layout.Weights).Span.CopyTo(values.Weights.Span);
            parameters.Slice(values.Layout.Bias).Span.CopyTo(values.Bias.Span);
        }
    }

    /// <summary>Replaces x by relu?(x * s + residual); the residual may be empty.</summary>
    public void Forward(long n, NativeBuffer x, NativeBuffer residual, bool relu, InferenceWorkspace workspace)
    {
        NativeBuffer means = workspace.Squeezed.First(n * _layout.Channels);
        NativeBuffer hidden = workspace.Hidden.First(n * _layout.Hidden);
        NativeBuffer factors = workspace.Factors.First(n * _layout.Channels);
        NativeBuffer values = x.First(n * _layout.Length);
        NativeMethods.GlobalAveragePoolForward(_context, n, _layout.Pixels, _layout.Channels, values, means).Check();
        Linear(n, _squeeze, means, hidden);
        NativeMethods.ReluForward(_context, hidden, hidden).Check();
        Linear(n, _excite, hidden, factors);
        NativeMethods.SigmoidForward(_context, factors, factors).Check();
        NativeMethods.ChannelScaleForward(
            _context, n, _layout.Pixels, _layout.Channels, values, factors, residual.FirstOrEmpty(values.Length),
            relu ? 1 : 0, values).Check();
    }

    private void Linear(long n, Values values, NativeBuffer x, NativeBuffer y) =>
        NativeMethods.LinearForward(
            _context, n, values.Layout.In, values.Layout.Out, x, values.Weights, values.Bias, y).Check();
}
