using Microsoft.Extensions.Options;

namespace WebApp.Serving;

/// <summary>
/// Loads the model once, while the server already answers that it is not ready, and stops the server if there is none.
/// Kestrel, started last, is stopped first: requests under way are answered before the engines go.
/// </summary>
internal sealed class ModelService(
    IClassifierSource source, IOptions<ServiceOptions> options, IHostApplicationLifetime lifetime,
    ILogger<ModelService> log) : BackgroundService
{
    private volatile Served? _served;

    /// <summary>Why there is no model, if there is none and there will be none.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Whether pictures are taken.</summary>
    public bool IsReady => _served is not null;

    /// <exception cref="NotReadyException">The model is being loaded or trained.</exception>
    public ScoringPool Pool => Current.Pool;

    /// <exception cref="NotReadyException">As above.</exception>
    public ModelCard Card => Current.Classifier.Card;

    /// <summary>Pictures that wait for an engine.</summary>
    public int Waiting => _served?.Pool.Waiting ?? 0;

    private Served Current => _served ?? throw new NotReadyException();

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _served, null) is { } served)
        {
            served.Pool.Dispose();
            served.Classifier.Dispose();
        }
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Loading takes a thread for seconds, and training takes all.
            IClassifier classifier = await Task.Factory.StartNew(
                () => source.Load(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            int engines = options.Value.Engines is > 0 and int given ? given : Environment.ProcessorCount;
            _served = new Served(classifier, new ScoringPool(classifier, engines, options.Value.QueueLength));
            ServerLog.Ready(log, classifier.Card.Architecture, classifier.Card.Classes.Count, engines);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            Failure = exception;
            ServerLog.NoModel(log, exception.Message);
            await StartedAsync(stoppingToken);
            lifetime.StopApplication();
        }
    }

    // A host that is stopped while it starts throws.
    private async Task StartedAsync(CancellationToken token)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration _ =
            lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(token);
    }

    private sealed record Served(IClassifier Classifier, ScoringPool Pool);
}

/// <summary>The model is not there yet.</summary>
internal sealed class NotReadyException() : Exception("The model is being prepared. Try again in a few seconds.");
