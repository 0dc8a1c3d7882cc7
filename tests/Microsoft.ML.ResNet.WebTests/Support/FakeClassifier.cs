using Microsoft.Extensions.DependencyInjection;
using WebApp.Serving;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>A model whose scoring and loading block until a test allows them.</summary>
internal sealed class FakeClassifier : IClassifier, IImageScorer, IClassifierSource
{
    private readonly SemaphoreSlim _allowed = new(0);
    private int _started;

    /// <summary>Loading waits until this is set.</summary>
    public ManualResetEventSlim Loaded { get; } = new(initialState: true);

    /// <summary>Number of pictures for which scoring has started.</summary>
    public int Started => Volatile.Read(ref _started);

    /// <summary>Message of the exception that scoring throws; null for none.</summary>
    public string? Fault { get; init; }

    public ModelCard Card { get; } = new("Fake", ["no", "yes"], IsMultiLabel: false, Threshold: 0, 8, 8);

    public void Allow(int pictures) => _allowed.Release(pictures);

    public void Serve(IServiceCollection services) => services.AddSingleton<IClassifierSource>(this);

    public IClassifier Load(CancellationToken token)
    {
        Loaded.Wait(token);
        return this;
    }

    public bool HasChanged() => false;

    public IImageScorer CreateScorer() => this;

    public ImageScores Score(byte[] image, int? overlay)
    {
        Interlocked.Increment(ref _started);
        if (Fault is not null)
            throw new InvalidOperationException(Fault);
        _allowed.Wait();
        return new ImageScores([0.25f, 0.75f], null);
    }

    public async Task UntilStartedAsync(int pictures)
    {
        for (DateTime end = DateTime.UtcNow.AddSeconds(30); Started < pictures; await Task.Delay(5))
            Xunit.Assert.True(DateTime.UtcNow < end, $"Only {Started} of {pictures} pictures were started.");
    }

    public void Dispose()
    {
    }
}
