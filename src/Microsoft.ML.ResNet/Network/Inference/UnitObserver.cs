using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Runs the units of an inference network, and shows what they give to an observer if there is one.</summary>
internal readonly struct UnitObserver(INetworkObserver? observer)
{
    /// <param name="n">Images.</param>
    /// <param name="unit">What to run.</param>
    /// <param name="x">Its input.</param>
    /// <param name="residual">Is added, or empty.</param>
    /// <param name="relu">Whether a ReLU ends it.</param>
    /// <param name="y">Its output.</param>
    /// <param name="isSigned">
    /// Whether the output is not yet what later convolutions read: <see cref="OnOutput"/> shows that then.
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

    /// <param name="unit">What made it.</param>
    /// <param name="values">What later convolutions read of it: behind a pooling, fewer than the output.</param>
    public void OnOutput(FoldedUnit unit, NativeBuffer values) => observer?.OnOutput(unit.Index, values.Span);
}
