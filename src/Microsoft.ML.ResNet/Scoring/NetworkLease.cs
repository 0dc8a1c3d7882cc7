namespace Microsoft.ML.ResNet.Scoring;

/// <summary>
/// A claim on a shared network. The finalizer releases the claims of rows that ML.NET never disposes: users keep it
/// alive until their last call returns.
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
