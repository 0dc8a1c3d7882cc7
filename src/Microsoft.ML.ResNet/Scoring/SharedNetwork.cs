using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>
/// The native network of one model, created on first use and shared by all rows and cursors. ML.NET's prediction engine
/// disposes its transformer while other engines may still use it. So the native memory is freed when the transformer is
/// disposed and the last lease is released; using the transformer again creates the network again.
/// </summary>
/// <param name="load">Creates the network.</param>
internal sealed class SharedNetwork<TNetwork>(Func<NativeContext, TNetwork> load) : IDisposable
    where TNetwork : class, IDisposable
{
    private readonly Lock _lock = new();
    private TNetwork? _network;
    private NetworkLease<TNetwork>? _own;
    private int _leases;
    private bool _disposed;

    /// <summary>Whether the network is loaded.</summary>
    public bool IsLoaded
    {
        get
        {
            lock (_lock)
                return _network is not null;
        }
    }

    /// <summary>Leases the network; the caller disposes the lease.</summary>
    public NetworkLease<TNetwork> Acquire()
    {
        lock (_lock)
        {
            _network ??= load(SharedContext.Instance);
            if (!_disposed)
                _own ??= NewLease(_network);
            return NewLease(_network);
        }
    }

    /// <summary>Releases the model's own lease; other leases stay valid.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _own?.Dispose();
            _own = null;
        }
    }

    /// <param name="collected">
    /// True if a finalizer calls: the network may be partly finalized, and its parts free their own memory.
    /// </param>
    internal void Release(bool collected)
    {
        lock (_lock)
        {
            if (--_leases > 0)
                return;
            if (!collected)
                _network?.Dispose();
            _network = null;
        }
    }

    private NetworkLease<TNetwork> NewLease(TNetwork network)
    {
        _leases++;
        return new NetworkLease<TNetwork>(this, network);
    }
}

/// <summary>
/// A lease on a shared network. The finalizer releases the leases of rows that ML.NET never disposes, so users must keep
/// the lease alive until their last call returns.
/// </summary>
internal sealed class NetworkLease<TNetwork>(SharedNetwork<TNetwork> owner, TNetwork network) : IDisposable
    where TNetwork : class, IDisposable
{
    private int _released;

    ~NetworkLease() => Release(collected: true);

    public TNetwork Network
    {
        get
        {
            ObjectDisposedException.ThrowIf(_released != 0, this);
            return network;
        }
    }

    public void Dispose()
    {
        Release(collected: false);
        GC.SuppressFinalize(this);
    }

    private void Release(bool collected)
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
            owner.Release(collected);
    }
}

/// <summary>The native context that all models of the process share, with one thread pool.</summary>
internal static class SharedContext
{
    // A failure (a missing library) is not cached.
    private static readonly Lazy<NativeContext> s_context =
        new(() => NativeContext.Create(), LazyThreadSafetyMode.PublicationOnly);

    public static NativeContext Instance => s_context.Value;
}
