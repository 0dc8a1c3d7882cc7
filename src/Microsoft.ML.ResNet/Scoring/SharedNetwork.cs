using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>
/// The native network of one model, made when first used and shared by every row and cursor. ML.NET's prediction engine
/// disposes the transformer that it was made from, while other engines may still use it: so the native memory is freed
/// when the transformer is disposed and the last user is gone, and is made anew if the transformer is used again.
/// </summary>
/// <param name="load">Makes the network.</param>
internal sealed class SharedNetwork<TNetwork>(Func<NativeContext, TNetwork> load) : IDisposable
    where TNetwork : class, IDisposable
{
    private readonly Lock _lock = new();
    private TNetwork? _network;
    private NetworkLease<TNetwork>? _own;
    private int _leases;
    private bool _disposed;

    /// <summary>Whether native memory is held.</summary>
    public bool IsLoaded
    {
        get
        {
            lock (_lock)
                return _network is not null;
        }
    }

    /// <summary>A claim on the network, to be disposed by its user.</summary>
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

    /// <summary>Gives up the model's own claim; that of others stays.</summary>
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
    /// Called by the garbage collector: the network may be half collected itself, and what is left of it frees its own
    /// memory.
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
