using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>
/// Cancels <see cref="Token"/> at the first Ctrl+C (or SIGTERM): training then ends after the current step. The second
/// one ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interruption() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
            return; // the default action of the signal ends the process
        context.Cancel = true;
        _source.Cancel();
    }
}
