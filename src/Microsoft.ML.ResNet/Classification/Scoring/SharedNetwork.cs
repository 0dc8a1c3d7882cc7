namespace Microsoft.ML.ResNet;

/// <summary>
/// The native network of one model, made when first used and shared by every row and cursor. ML.NET's prediction engine
/// disposes the transformer that it was made from, while other engines may still use it: so the native memory is freed
/// when the transformer is disposed and the last user is gone, and is made anew if the transformer is used again.
/// </summary>
internal sealed class SharedNetwork(
    ClassifierModel model, Action<string> warn, INetworkObserver? observer = null) : IDisposable
{
    // One pool of threads serves every model of the process. A failure (a missing library) is not remembered.
    private static readonly Lazy<NativeContext> s_context =
        new(() => NativeContext.Create(), LazyThreadSafetyMode.PublicationOnly);

    public static NativeContext Context => s_context.Value;

    private readonly Lock _lock = new();
    private InferenceNetwork? _network;
    private NetworkLease? _own;
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
    public NetworkLease Acquire()
    {
        lock (_lock)
        {
            _network ??= Load();
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

    private InferenceNetwork Load()
    {
        NativeContext context = Context;
        Arithmetic arithmetic = Arithmetic.Of(model.Precision, model.Ranges);
        if (SlowPrecision.Warning(context, model.Precision, arithmetic) is { } warning)
            warn(warning);
        return new InferenceNetwork(model.Network, context, arithmetic)
        {
            IsMultiLabel = model.Rule.IsMultiLabel,
            Observer = observer,
            Views = model.TestTimeAugmentation == TestTimeAugmentation.None
                ? []
                : TestTimeViews.Of(
                    model.TestTimeAugmentation, model.Specification.Shape.Size,
                    new ImageSize(model.Network.Height, model.Network.Width)),
        };
    }

    private NetworkLease NewLease(InferenceNetwork network)
    {
        _leases++;
        return new NetworkLease(this, network);
    }
}
