using Microsoft.Extensions.Options;

namespace WebApp.Serving;

/// <summary>
/// Loads the model while the server already answers that it is not ready, and stops the server if there is none. Then it
/// watches the model file and replaces the model when the file changes. Kestrel is started last and stopped first, so
/// requests in progress are answered before the engines are disposed.
/// </summary>
internal sealed class ModelService(
    IClassifierSource source, IOptions<ServiceOptions> options, IHostApplicationLifetime lifetime,
    ILogger<ModelService> log) : BackgroundService
{
    private volatile ServedModel? _served;
    private volatile string? _refused;

    /// <summary>The error if no model could be loaded at startup; otherwise null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>
    /// The reason why the model that replaced the file of the served model cannot be loaded; null if there is none.
    /// </summary>
    public string? Refused => _refused;

    /// <summary>Whether pictures are accepted.</summary>
    public bool IsReady => _served is not null;

    /// <exception cref="NotReadyException">The model is being loaded or trained.</exception>
    public ModelCard Card => Current.Card;

    /// <summary>Number of pictures waiting for an engine.</summary>
    public int Waiting => _served?.Pool.Waiting ?? 0;

    private ServedModel Current => _served ?? throw new NotReadyException();

    /// <summary>Scores a picture and returns which model did. See <see cref="ScoringPool.ScoreAsync"/>.</summary>
    /// <exception cref="NotReadyException">The model is being loaded or trained.</exception>
    public async Task<(ModelCard Card, ImageScores Scores)> ScoreAsync(
        byte[] image, int? overlay, CancellationToken token)
    {
        while (true)
        {
            ServedModel served = Current;
            try
            {
                return (served.Card, await served.Pool.ScoreAsync(image, overlay, token));
            }
            catch (QueueFullException) when (served != _served)
            {
                // The model was replaced and its queue closed: try the new one.
            }
        }
    }

    public override void Dispose()
    {
        Interlocked.Exchange(ref _served, null)?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            _served = await LoadAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            Failure = exception;
            ServerLog.NoModel(log, exception.Message);
            await WaitForStartAsync(stoppingToken);
            lifetime.StopApplication();
            return;
        }
        if (options.Value.ReloadSeconds > 0)
            await WatchAsync(TimeSpan.FromSeconds(options.Value.ReloadSeconds), stoppingToken);
    }

    private async Task WatchAsync(TimeSpan interval, CancellationToken token)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(token))
                await ReplaceAsync(token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
    }

    /// <summary>Loads the new model if the file has changed; on any error the old one stays in use.</summary>
    private async Task ReplaceAsync(CancellationToken token)
    {
        try
        {
            if (!source.HasChanged())
                return;
            ServedModel? old = Interlocked.Exchange(ref _served, await LoadAsync(token));
            _refused = null;
            if (old is not null)
                await Task.Run(old.Dispose, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (_refused != exception.Message)
                ServerLog.NotReplaced(log, exception.Message);
            _refused = exception.Message;
        }
    }

    private async Task<ServedModel> LoadAsync(CancellationToken token)
    {
        // Loading blocks a thread for seconds, and training uses all processors.
        IClassifier classifier = await Task.Factory.StartNew(
            () => source.Load(token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var served = new ServedModel(classifier, options.Value);
        ServerLog.Ready(log, served.Card.Architecture, served.Card.Classes.Count, served.Engines);
        return served;
    }

    // Stopping the host while it starts would throw.
    private async Task WaitForStartAsync(CancellationToken token)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration _ =
            lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(token);
    }
}

/// <summary>The model is not loaded yet.</summary>
internal sealed class NotReadyException() : Exception("The model is being prepared. Try again in a few seconds.");
