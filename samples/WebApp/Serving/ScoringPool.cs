using System.Threading.Channels;

namespace WebApp.Serving;

/// <summary>
/// Prediction engines, each on its own thread, that share one bounded queue. ML.NET's engines are not thread-safe, and
/// dedicated threads leave the thread pool to the requests.
/// </summary>
internal sealed class ScoringPool : IDisposable
{
    private readonly Channel<PendingImage> _queue;
    private readonly Thread[] _threads;

    /// <param name="classifier">The model; not disposed.</param>
    /// <param name="engines">Number of pictures scored at the same time.</param>
    /// <param name="queueLength">Maximum number of waiting pictures.</param>
    public ScoringPool(IClassifier classifier, int engines, int queueLength)
    {
        _queue = Channel.CreateBounded<PendingImage>(
            new BoundedChannelOptions(queueLength) { FullMode = BoundedChannelFullMode.Wait });
        _threads = [.. Enumerable.Range(1, engines).Select(i => new Thread(() => Work(classifier))
        {
            Name = $"prediction engine {i}",
            IsBackground = true,
        })];
        foreach (Thread thread in _threads)
            thread.Start();
    }

    /// <summary>Number of pictures waiting for an engine.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <param name="image">The content of an image file.</param>
    /// <param name="overlay">See <see cref="IImageScorer.Score"/>.</param>
    /// <param name="token">Cancels the wait.</param>
    /// <exception cref="QueueFullException">The queue is full; thrown at once.</exception>
    /// <exception cref="UnreadableImageException">The picture cannot be decoded.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled. A picture that is still waiting is then not scored.
    /// </exception>
    public async Task<ImageScores> ScoreAsync(byte[] image, int? overlay, CancellationToken token)
    {
        var pending = new PendingImage(image, overlay, token);
        if (!_queue.Writer.TryWrite(pending))
            throw new QueueFullException();
        return await pending.Completion.Task.WaitAsync(token);
    }

    /// <summary>Closes the queue and returns when all pictures in it are scored.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Work(IClassifier classifier)
    {
        IImageScorer? scorer = null;
        try
        {
            while (TryTake(out PendingImage? image))
            {
                if (image.Token.IsCancellationRequested)
                    image.Completion.TrySetCanceled(image.Token);
                else
                    Score(image, scorer ??= classifier.CreateScorer());
            }
        }
        finally
        {
            scorer?.Dispose();
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PendingImage? image)
    {
        while (!_queue.Reader.TryRead(out image))
        {
            if (!_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
                return false;
        }
        return true;
    }

    private static void Score(PendingImage image, IImageScorer scorer)
    {
        try
        {
            image.Completion.TrySetResult(scorer.Score(image.Content, image.Overlay));
        }
        catch (Exception exception)
        {
            image.Completion.TrySetException(exception);
        }
    }

    private sealed record PendingImage(byte[] Content, int? Overlay, CancellationToken Token)
    {
        // The continuation of the request must not run on the engine's thread.
        public TaskCompletionSource<ImageScores> Completion { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>Pictures arrive faster than they can be scored.</summary>
internal sealed class QueueFullException() : Exception("Too many pictures are waiting. Try again in a moment.");
