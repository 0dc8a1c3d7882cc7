using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>A residual block of an inference network, see <see cref="ResidualBlock"/>.</summary>
internal sealed class FoldedBlock
{
    private readonly BlockLayout _layout;
    private readonly NativeContext _context;
    private readonly FoldedActivation? _preactivation;
    private readonly FoldedUnit[] _units;
    private readonly FoldedUnit? _projection;
    private readonly FoldedExcitation? _excitation;

    public FoldedBlock(
        BlockLayout layout, NativeContext context, Func<UnitLayout, FoldedUnit> newUnit, NativeArena arena)
    {
        _layout = layout;
        _context = context;
        _preactivation = layout.Preactivation is { } preactivation
            ? new FoldedActivation(preactivation, layout.First.InputPixels, context, arena)
            : null;
        _units = [.. layout.Units.Select(newUnit)];
        _projection = layout.Projection is { } projection ? newUnit(projection) : null;
        _excitation = layout.Excitation is { } excitation ? new FoldedExcitation(excitation, context, arena) : null;
    }

    public IEnumerable<FoldedUnit> AllUnits => _projection is null ? _units : _units.Append(_projection);

    public FoldedUnit Last => _units[^1];

    /// <summary>Copies the values of everything except the units.</summary>
    public void Fold(NativeBuffer parameters, NativeBuffer statistics)
    {
        _preactivation?.Fold(parameters, statistics);
        _excitation?.Fold(parameters);
    }

    /// <summary>
    /// Computes the block from <see cref="ActivationBuffers.Current"/> to <see cref="ActivationBuffers.Next"/>, then
    /// advances the buffers.
    /// </summary>
    /// <param name="n">Number of images.</param>
    /// <param name="buffers">The activation buffers of the workspace.</param>
    /// <param name="workspace">A workspace for at least n images.</param>
    /// <param name="previous">The unit that computed the block's input.</param>
    /// <param name="observer">Receives the activations.</param>
    public void Forward(
        long n, ActivationBuffers buffers, InferenceWorkspace workspace, FoldedUnit previous, UnitObserver observer)
    {
        NativeBuffer x = buffers.Current, input = x;
        if (_preactivation is not null)
        {
            input = buffers.BufferFor(_units.Length);
            _preactivation.Forward(n, x, input);
            observer.OnOutput(previous, input.First(n * _layout.InputLength));
        }
        NativeBuffer residual = ForwardShortcut(
            n, _layout.Shortcut == ShortcutKind.Identity ? x : input, buffers, workspace.Shortcut, observer);
        for (int left = _units.Length - 1; left > 0; left--)
        {
            NativeBuffer y = buffers.InnerBufferFor(left);
            observer.Run(n, _units[^(left + 1)], input, default, relu: true, y);
            input = y;
        }
        ForwardSum(n, input, residual, buffers.Next, workspace, observer);
        buffers.Advance();
    }

    private void ForwardSum(
        long n, NativeBuffer input, NativeBuffer residual, NativeBuffer y, InferenceWorkspace workspace,
        UnitObserver observer)
    {
        bool relu = !_layout.IsPreactivated;
        if (_excitation is null)
        {
            observer.Run(n, Last, input, residual, relu, y, isSigned: !relu);
            return;
        }
        observer.Run(n, Last, input, default, relu: false, y, isSigned: true);
        _excitation.Forward(n, y, residual, relu, workspace);
        if (relu)
            observer.OnOutput(Last, y.First(n * Last.OutputLength));
    }

    // Runs before the units, while the buffer for the first unit's output is free.
    private NativeBuffer ForwardShortcut(
        long n, NativeBuffer x, ActivationBuffers buffers, NativeBuffer output, UnitObserver observer)
    {
        if (_layout.TryForwardShortcut(_context, n, x, output, out NativeBuffer residual))
            return residual;
        if (_layout.ProjectionPool is { } pool)
        {
            NativeBuffer pooled = buffers.BufferFor(_units.Length - 1);
            pool.Forward(_context, n, x, pooled);
            x = pooled;
        }
        observer.Run(n, _projection!, x, default, relu: false, output, isSigned: true);
        return output;
    }
}
