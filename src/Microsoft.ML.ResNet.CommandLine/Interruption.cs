using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>
/// Cancels <see cref="Token"/> at the first signal that asks a process to end: Ctrl+C, SIGTERM, SIGQUIT, or SIGHUP of a
/// closed terminal. Training then ends after the current step. A second signal ends the process at once, unless it comes
/// within a second: <c>timeout</c>, for one, signals a process and then its group, which is one request.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan OneRequest = TimeSpan.FromSeconds(1);

    // Time for work that notices the token to end by itself.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private static int s_finishing;

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

    /// <summary>
    /// Until the result is disposed, work that is cancelled finishes by itself, since there is something to save.
    /// </summary>
    public static IDisposable Finishing()
    {
        Interlocked.Increment(ref s_finishing);
        return new EndOfFinishing();
    }

    /// <summary>
    /// Runs work on another thread. When <paramref name="token"/> is cancelled, work that is not <see cref="Finishing"/> is
    /// abandoned, such as a model that is being loaded; a file that is being written is completed before.
    /// </summary>
    /// <exception cref="OperationCanceledException">The work was abandoned.</exception>
    public static async Task<int> RunAsync(Func<int> work, CancellationToken token)
    {
        Task<int> running = Task.Run(work, CancellationToken.None);
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = token.Register(cancelled.SetResult);
        await Task.WhenAny(running, cancelled.Task);
        await Task.WhenAny(running, Task.Delay(Grace, CancellationToken.None));
        while (!running.IsCompleted && (Volatile.Read(ref s_finishing) > 0 || AtomicFile.IsWriting))
            await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None));
        return running.IsCompleted ? await running : throw new OperationCanceledException(token);
    }

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

    private sealed class EndOfFinishing : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref s_finishing);
    }
}
