using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Runs the units of an inference network and passes their results to the observer, if there is one.</summary>
internal readonly struct UnitObserver(INetworkObserver? observer)
{
    /// <param name="n">Number of images.</param>
    /// <param name="unit">The unit to run.</param>
    /// <param name="x">Its input.</param>
    /// <param name="residual">The residual to add, or empty.</param>
    /// <param name="relu">Whether to apply a ReLU at the end.</param>
    /// <param name="y">Its output.</param>
    /// <param name="isSigned">
    /// Whether later layers still transform the output before a convolution reads it; the caller then reports the final
    /// values with <see cref="OnOutput"/>.
    /// </param>
    public void Run(
        long n, FoldedUnit unit, NativeBuffer x, NativeBuffer residual, bool relu, NativeBuffer y,
        bool isSigned = false)
    {
        if (observer is { WantsResponses: true })
        {
            unit.Forward(n, x, residual: default, relu: false, y);
            observer.OnResponse(unit.Index, y.First(n * unit.OutputLength).Span);
        }
        unit.Forward(n, x, residual, relu, y);
        if (!isSigned)
            OnOutput(unit, y.First(n * unit.OutputLength));
    }

    /// <param name="unit">The unit that computed the values.</param>
    /// <param name="values">
    /// The values that later convolutions read; after pooling they are fewer than the unit's output.
    /// </param>
    public void OnOutput(FoldedUnit unit, NativeBuffer values) => observer?.OnOutput(unit.Index, values.Span);
}
