using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>The shortcut of a residual block, see <see cref="ResNetShortcut"/>.</summary>
internal sealed class Shortcut
{
    private readonly BlockLayout _layout;
    private readonly NativeContext _context;
    private readonly AveragePool? _pool;
    private readonly ConvolutionUnit? _projection;
    private readonly NativeBuffer _output;
    private readonly bool _needsInputGradient;

    /// <param name="layout">Shapes and parameter ranges.</param>
    /// <param name="memory">Shared with the other layers.</param>
    /// <param name="output">
    /// Memory for the output of a shortcut that changes the shape; only the block's Forward reads it, so it is free for
    /// other uses afterwards.
    /// </param>
    /// <param name="needsInputGradient">False if no earlier layer trains.</param>
    public Shortcut(BlockLayout layout, LayerMemory memory, NativeBuffer output, bool needsInputGradient)
    {
        _layout = layout;
        _context = memory.Context;
        _output = output;
        _needsInputGradient = needsInputGradient;
        _pool = layout.ProjectionPool is { } pool ? new AveragePool(pool, memory) : null;
        _projection = layout.Projection is { } projection
            ? new ConvolutionUnit(
                projection, memory, relu: false, output: output, needsInputGradient: needsInputGradient)
            : null;
    }

    /// <summary>The value to add; empty for no shortcut.</summary>
    public NativeBuffer Forward(long n, NativeBuffer x)
    {
        if (_layout.TryForwardShortcut(_context, n, x, _output, out NativeBuffer residual))
            return residual;
        _pool?.Forward(n, x);
        _projection!.Forward(n, ProjectionInput(x));
        return _output;
    }

    /// <summary>Replaces the gradient of the output in the flow by that of x.</summary>
    public void Backward(long n, NativeBuffer x, GradientFlow gradients)
    {
        switch (_layout.Shortcut)
        {
            case ShortcutKind.ZeroPadding when _needsInputGradient:
                NativeMethods.ShortcutBackward(
                    _context, _layout.ShortcutShape(n), gradients.Flow.First(n * _layout.OutputLength),
                    gradients.Spare.First(n * _layout.InputLength)).Check();
                gradients.Swap();
                break;
            case ShortcutKind.Projection:
                BackwardProjection(n, x, gradients);
                break;
        }
    }

    private void BackwardProjection(long n, NativeBuffer x, GradientFlow gradients)
    {
        _projection!.BackwardNormalization(n, gradients.Flow);
        _projection.BackwardWeights(n, ProjectionInput(x));
        if (!_needsInputGradient)
            return;
        _projection.BackwardData(n, gradients.Spare, accumulate: false);
        gradients.Swap();
        if (_pool is null)
            return;
        _pool.Backward(n, gradients.Flow, gradients.Spare);
        gradients.Swap();
    }

    private NativeBuffer ProjectionInput(NativeBuffer x) => _pool?.Output ?? x;
}
