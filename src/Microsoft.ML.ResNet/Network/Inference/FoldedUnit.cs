using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// A convolution unit for inference. Its batch normalization, now an affine map per channel, is folded into the
/// convolution's weights and bias.
/// </summary>
internal abstract class FoldedUnit(
    UnitLayout layout, int index, NativeContext context, Arithmetic arithmetic, NativeArena arena)
{
    /// <summary>Index in <see cref="NetworkLayout.Units"/>.</summary>
    public int Index => index;

    /// <summary>Number of output values per image.</summary>
    public long OutputLength => Layout.OutputLength;

    protected ConvolutionLayout Layout { get; } = layout.Convolution;

    protected NativeContext Context { get; } = context;

    protected NativeBuffer Bias { get; } = arena.Allocate(layout.Convolution.OutChannels);

    /// <param name="parameters">The network's parameters.</param>
    /// <param name="statistics">The network's running statistics.</param>
    /// <param name="scratch">A buffer at least as long as the unit's weights.</param>
    public void Fold(NativeBuffer parameters, NativeBuffer statistics, NativeBuffer scratch)
    {
        if (layout.Normalization is not { } normalization)
        {
            Pack(parameters.Slice(Layout.Weights));
            return;
        }
        ChannelAffine map = ChannelAffine.FromBatchNormalization(
            parameters.Slice(normalization.Gamma).Span, parameters.Slice(normalization.Beta).Span,
            statistics.Slice(normalization.RunningMean).Span, statistics.Slice(normalization.RunningVariance).Span);
        map.Shift.CopyTo(Bias.Span);

        NativeBuffer folded = scratch.First(Layout.Weights.Length);
        ReadOnlySpan<float> weights = parameters.Slice(Layout.Weights).Span;
        Scale(weights, map.Scale, folded.Span);
        Pack(folded);
    }

    /// <summary>y = relu?(convolution of x + bias + residual); the residual may be empty.</summary>
    public abstract void Forward(long n, NativeBuffer x, NativeBuffer residual, bool relu, NativeBuffer y);

    /// <summary>Packs the folded weights for the kernels.</summary>
    protected abstract void Pack(NativeBuffer folded);

    protected Conv2dShape Shape(long n) => Layout.Shape(n, arithmetic);

    // folded = weights * scale along the last dimension. Folding runs before tiered compilation would optimize this
    // loop, so it is compiled with full optimization from the start.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(ReadOnlySpan<float> weights, ReadOnlySpan<float> scale, Span<float> folded)
    {
        for (int row = 0; row < weights.Length; row += scale.Length)
        {
            ReadOnlySpan<float> from = weights.Slice(row, scale.Length);
            Span<float> to = folded.Slice(row, scale.Length);
            int c = 0;
            for (; c <= scale.Length - Vector<float>.Count; c += Vector<float>.Count)
                (new Vector<float>(from[c..]) * new Vector<float>(scale[c..])).CopyTo(to[c..]);
            for (; c < scale.Length; c++)
                to[c] = from[c] * scale[c];
        }
    }
}
