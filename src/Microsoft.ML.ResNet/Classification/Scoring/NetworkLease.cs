namespace Microsoft.ML.ResNet;

/// <summary>
/// A claim on a shared network. The finalizer releases the claims of rows that ML.NET never disposes.
/// </summary>
internal sealed class NetworkLease(SharedNetwork owner, InferenceNetwork network) : IDisposable
{
    private int _released;

    ~NetworkLease() => Release(collected: true);

    public void Predict(ImageBatchSource images, Span<float> probabilities)
    {
        ObjectDisposedException.ThrowIf(_released != 0, this);
        network.Predict(images, probabilities);
        GC.KeepAlive(this);
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
