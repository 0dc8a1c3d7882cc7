using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// y = relu(F(x) + shortcut(x)), where F is two or three convolution units (He et al. 2015, equation 1). With
/// pre-activation, y = F(a) + shortcut(x) with a = relu(batch normalization of x), and the last convolution has no
/// normalization (He et al. 2016); shortcuts that change the shape read a instead of x. Squeeze-and-excitation follows
/// F.
/// </summary>
internal sealed class ResidualBlock
{
    private readonly BlockLayout _layout;
    private readonly NativeContext _context;
    private readonly Preactivation? _preactivation;
    private readonly ConvolutionUnit[] _units;
    private readonly SqueezeExcitation? _excitation;
    private readonly Shortcut _shortcut;
    private readonly bool _needsInputGradient;
    private readonly NativeBuffer[] _residualGradients; // of the parameters that only F uses
    private readonly NativeBuffer _ownOutput;
    private float _factor = 1;

    /// <summary>
    /// Output of the latest forward pass: the block's own memory, or the input's where the block was the identity.
    /// </summary>
    public NativeBuffer Output { get; private set; }

    /// <summary>
    /// Multiplies F in the following passes. With 0, F is not computed, its statistics stay unchanged, and the gradients
    /// of its parameters are 0.
    /// </summary>
    public float Factor
    {
        get => _factor;
        set
        {
            _factor = value;
            if (value == 0)
                return;
            // If no normalization follows the last convolution, the previous unit applies the factor: its ReLU is
            // positively homogeneous.
            if (_excitation is not null)
                _excitation.Factor = value;
            else
                (_units[^1].Normalization ?? _units[^2].Normalization!).Factor = value;
        }
    }

    /// <param name="layout">Shapes and parameter ranges.</param>
    /// <param name="memory">Shared with the other layers.</param>
    /// <param name="scratch">
    /// Contains the shortcut's output during Forward; at least as large as the block's output, and free for other uses
    /// afterwards.
    /// </param>
    /// <param name="needsInputGradient">False for the first block that trains if no earlier layer does.</param>
    public ResidualBlock(
        BlockLayout layout, LayerMemory memory, NativeBuffer scratch, bool needsInputGradient = true)
    {
        _needsInputGradient = needsInputGradient || layout.Preactivation is not null;
        _layout = layout;
        _context = memory.Context;
        _preactivation = layout.Preactivation is { } preactivation
            ? new Preactivation(preactivation, layout.First.InputPixels, memory)
            : null;
        bool excites = layout.Excitation is not null;
        _units = [.. layout.Units.Select((unit, i) => new ConvolutionUnit(
            unit, memory, relu: i < layout.Units.Count - 1 || !(excites || layout.IsPreactivated),
            needsInputGradient: _needsInputGradient || i > 0))];
        _excitation = excites ? new SqueezeExcitation(layout.Excitation!, memory, relu: !layout.IsPreactivated) : null;
        _shortcut = new Shortcut(
            layout, memory, scratch.First(memory.BatchSize * layout.OutputLength), _needsInputGradient);
        _residualGradients = [.. layout.ResidualParameters().Select(memory.Gradients.Slice)];
        Output = _ownOutput = _excitation?.Output ?? _units[^1].Output;
    }

    public void Forward(long n, NativeBuffer x)
    {
        if (_factor == 0)
        {
            ForwardShortcut(n, x);
            return;
        }
        Output = _ownOutput;
        _preactivation?.Forward(n, x);
        NativeBuffer input = UnitsInput(x);
        foreach (ConvolutionUnit unit in _units.AsSpan(0, _units.Length - 1))
        {
            unit.Forward(n, input);
            input = unit.Output;
        }
        NativeBuffer residual = _shortcut.Forward(n, ShortcutInput(x));
        if (_excitation is null)
        {
            _units[^1].Forward(n, input, residual);
            return;
        }
        _units[^1].Forward(n, input);
        _excitation.Forward(n, _units[^1].Output, residual);
    }

    /// <summary>
    /// Writes the gradients of the parameters; replaces the gradient of the output in the flow by that of x.
    /// </summary>
    public void Backward(long n, NativeBuffer x, GradientFlow gradients)
    {
        if (_factor == 0)
        {
            BackwardShortcut(n, x, gradients);
            return;
        }
        // The shortcut's gradient stays in the flow; the residual function's passes through the spare buffer.
        BackwardSum(n, gradients.Flow);
        for (int i = _units.Length - 1; i > 0; i--)
        {
            _units[i].BackwardWeights(n, _units[i - 1].Output);
            _units[i].BackwardData(n, gradients.Spare, accumulate: false);
            _units[i - 1].BackwardNormalization(n, gradients.Spare);
        }
        _units[0].BackwardWeights(n, UnitsInput(x));

        if (_preactivation is not null && _layout.Shortcut == ShortcutKind.Identity)
        {
            _units[0].BackwardData(n, gradients.Spare, accumulate: false);
            _preactivation.Backward(n, x, gradients.Spare, gradients.Spare);
            NativeBuffer flow = gradients.Flow.First(n * _layout.InputLength);
            NativeMethods.Add(_context, flow, gradients.Spare.First(flow.Length), flow).Check();
            return;
        }
        _shortcut.Backward(n, ShortcutInput(x), gradients);
        if (_needsInputGradient)
            _units[0].BackwardData(n, gradients.Flow, accumulate: _layout.Shortcut != ShortcutKind.None);
        _preactivation?.Backward(n, x, gradients.Flow, gradients.Flow);
    }

    // Computes, from the gradient of the output, that of the shortcut (in place) and that of the last convolution's
    // output.
    private void BackwardSum(long n, NativeBuffer flow)
    {
        ConvolutionUnit last = _units[^1];
        if (_excitation is not null)
        {
            _excitation.Backward(n, last.Output, flow);
            last.BackwardNormalization(n, last.Output);
        }
        else
        {
            last.BackwardNormalization(n, flow, _layout.Shortcut != ShortcutKind.None ? flow : default);
        }
    }

    // The block without F. An identity needs no ReLU: its input is not negative where a ReLU would follow.
    private void ForwardShortcut(long n, NativeBuffer x)
    {
        if (_layout.Shortcut == ShortcutKind.Identity)
        {
            Output = x;
            return;
        }
        Output = _ownOutput;
        _preactivation?.Forward(n, x);
        long length = n * _layout.OutputLength;
        NativeBuffer sum = _shortcut.Forward(n, ShortcutInput(x)).First(length), y = Output.First(length);
        if (_layout.IsPreactivated)
            NativeMethods.Convert(_context, sum, y).Check();
        else
            NativeMethods.ReluForward(_context, sum, y).Check();
    }

    private void BackwardShortcut(long n, NativeBuffer x, GradientFlow gradients)
    {
        foreach (NativeBuffer gradient in _residualGradients)
            gradient.Span.Clear();
        if (_layout.Shortcut == ShortcutKind.Identity)
            return;
        if (!_layout.IsPreactivated)
        {
            NativeBuffer flow = gradients.Flow.First(n * _layout.OutputLength);
            NativeMethods.ReluBackward(_context, Output.First(flow.Length), flow, flow).Check();
        }
        _shortcut.Backward(n, ShortcutInput(x), gradients);
        _preactivation?.Backward(n, x, gradients.Flow, gradients.Flow);
    }

    private NativeBuffer UnitsInput(NativeBuffer x) => _preactivation?.Output ?? x;

    private NativeBuffer ShortcutInput(NativeBuffer x) =>
        _layout.Shortcut == ShortcutKind.Identity ? x : UnitsInput(x);
}
