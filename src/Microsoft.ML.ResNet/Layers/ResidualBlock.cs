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
    private readonly bool _needsInputGradient;

    public NativeBuffer Output => _units[^1].Output;

    /// <param name="layout">Shapes and places.</param>
    /// <param name="memory">Shared with the other layers.</param>
    /// <param name="scratch">
    /// Holds the shortcut's output during Forward: at least as large as the block's output, free for others afterwards.
    /// </param>
    /// <param name="needsInputGradient">False for the first block that trains, where nothing below does.</param>
    public ResidualBlock(
        BlockLayout layout, LayerMemory memory, NativeBuffer scratch, bool needsInputGradient = true)
    {
        _needsInputGradient = needsInputGradient;
        _layout = layout;
        _context = memory.Context;
        _shortcut = scratch.First(memory.BatchSize * layout.OutputLength);
        _units = [.. layout.Units.Select((unit, i) => new ConvolutionUnit(
            unit, memory, needsInputGradient: needsInputGradient || i > 0))];
        _projection = layout.Projection is { } projection
            ? new ConvolutionUnit(
                projection, memory, relu: false, output: _shortcut, needsInputGradient: needsInputGradient)
            : null;
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
        // The shortcut's gradient stays in the flow, the residual function's goes back through the spare buffer.
        NativeBuffer flow = gradients.Flow, spare = gradients.Spare;
        bool hasShortcut = _layout.Shortcut != ShortcutKind.None;
        _units[^1].BackwardNormalization(n, flow, hasShortcut ? flow : default);
        for (int i = _units.Length - 1; i > 0; i--)
        {
            _units[i].BackwardWeights(n, _units[i - 1].Output);
            _units[i].BackwardData(n, spare, accumulate: false);
            _units[i - 1].BackwardNormalization(n, spare);
        }

        BackwardShortcut(n, x, gradients);
        _units[0].BackwardWeights(n, x);
        if (_needsInputGradient)
            _units[0].BackwardData(n, gradients.Flow, accumulate: hasShortcut);
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

    // From the gradient of the shortcut's output to that of x.
    private void BackwardShortcut(long n, NativeBuffer x, GradientFlow gradients)
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
                _projection!.BackwardNormalization(n, gradients.Flow);
                _projection.BackwardWeights(n, x);
                if (_needsInputGradient)
                    _projection.BackwardData(n, gradients.Flow, accumulate: false);
                break;
        }
    }
}
