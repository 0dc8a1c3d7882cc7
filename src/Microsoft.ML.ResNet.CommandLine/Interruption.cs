using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>
/// Cancels <see cref="Token"/> at the first signal that asks a process to end: Ctrl+C, SIGTERM, SIGQUIT, or SIGHUP of a
/// closed terminal. Training then ends after the current step. A second signal ends the process at once, unless it comes
/// within a second: <c>timeout</c>, for one, signals a process and then its group, which is one request.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan OneRequest = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _source = new();
    private readonly Lock _lock = new();
    private long? _first;
    private readonly PosixSignalRegistration[] _signals;

    public Interruption() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
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
        lock (_lock)
        {
            if (_first is { } first && Stopwatch.GetElapsedTime(first) > OneRequest)
                return; // the default action of the signal ends the process
            context.Cancel = true;
            if (_first is not null)
                return;
            _first = Stopwatch.GetTimestamp();
        }
        _source.Cancel();
    }
}
