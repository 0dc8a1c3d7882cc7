namespace Microsoft.ML.ResNet;

/// <summary>
/// y = relu(F(x) + shortcut(x)), F being two or three convolution units (He et al. 2015, equation 1).
/// </summary>
internal sealed class ResidualBlock
{
    private readonly BlockLayout _layout;
    private readonly NativeContext _context;
    private readonly ConvolutionUnit[] _units;
    private readonly ConvolutionUnit? _projection;
    private readonly NativeBuffer _shortcut;

    public NativeBuffer Output => _units[^1].Output;

    /// <param name="layout">Shapes and places.</param>
    /// <param name="memory">Shared with the other layers.</param>
    /// <param name="scratch">
    /// Holds the shortcut's output during Forward: at least as large as the block's output, free for others afterwards.
    /// </param>
    public ResidualBlock(BlockLayout layout, LayerMemory memory, NativeBuffer scratch)
    {
        _layout = layout;
        _context = memory.Context;
        _shortcut = scratch.First(memory.BatchSize * layout.OutputLength);
        _units = [.. layout.Units.Select(unit => new ConvolutionUnit(unit, memory))];
        _projection = layout.Projection is { } projection
            ? new ConvolutionUnit(projection, memory, relu: false, output: _shortcut)
            : null;
    }

    /// <summary>To be called after every change of the weights.</summary>
    public void Pack()
    {
        foreach (ConvolutionUnit unit in _units)
            unit.Convolution.Pack();
        _projection?.Convolution.Pack();
    }

    public void Forward(long n, NativeBuffer x)
    {
        NativeBuffer input = x;
        foreach (ConvolutionUnit unit in _units.AsSpan(0, _units.Length - 1))
        {
            unit.Forward(n, input);
            input = unit.Output;
        }
        _units[^1].Forward(n, input, ForwardShortcut(n, x));
    }

    /// <summary>Leaves the gradients of the parameters in their places and that of x in the flow.</summary>
    public void Backward(long n, NativeBuffer x, GradientFlow gradients)
    {
        NativeBuffer flow = gradients.Flow, current = gradients.FirstSpare, spare = gradients.SecondSpare;

        // The shortcut's gradient stays in flow, the residual function's goes back through current and spare.
        bool hasShortcut = _layout.Shortcut != ShortcutKind.None;
        _units[^1].BackwardNormalization(n, flow, current, hasShortcut ? flow : default);
        for (int i = _units.Length - 1; i > 0; i--)
        {
            _units[i].BackwardConvolution(n, _units[i - 1].Output, current, spare, accumulate: false);
            (current, spare) = (spare, current);
            _units[i - 1].BackwardNormalization(n, current, current);
        }

        if (BackwardShortcut(n, x, flow, spare))
            (flow, spare) = (spare, flow);
        _units[0].BackwardConvolution(n, x, current, flow, accumulate: hasShortcut);
        gradients.Continue(flow, current, spare);
    }

    private NativeBuffer ForwardShortcut(long n, NativeBuffer x)
    {
        switch (_layout.Shortcut)
        {
            case ShortcutKind.None:
                return default;
            case ShortcutKind.Identity:
                return x;
            case ShortcutKind.ZeroPadding:
                NativeMethods.ShortcutForward(
                    _context, _layout.ShortcutShape(n), x.First(n * _layout.InputLength),
                    _shortcut.First(n * _layout.OutputLength)).Check();
                return _shortcut;
            default:
                _projection!.Forward(n, x);
                return _shortcut;
        }
    }

    // From the gradient of the shortcut's output to that of x. True where that is in dx, false where it stays in dy.
    private bool BackwardShortcut(long n, NativeBuffer x, NativeBuffer dy, NativeBuffer dx)
    {
        switch (_layout.Shortcut)
        {
            case ShortcutKind.ZeroPadding:
                NativeMethods.ShortcutBackward(
                    _context, _layout.ShortcutShape(n), dy.First(n * _layout.OutputLength),
                    dx.First(n * _layout.InputLength)).Check();
                return true;
            case ShortcutKind.Projection:
                _projection!.BackwardNormalization(n, dy, dy);
                _projection.BackwardConvolution(n, x, dy, dx, accumulate: false);
                return true;
            default:
                return false;
        }
    }
}
