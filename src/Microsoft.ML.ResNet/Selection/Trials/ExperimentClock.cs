using System.Diagnostics;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>Measures the time of an experiment or training, including earlier runs, against a limit.</summary>
/// <param name="limit">Time limit; null for none.</param>
/// <param name="token">The user's cancellation token.</param>
internal sealed class ExperimentClock(TimeSpan? limit, CancellationToken token)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private double _earlier;

    public bool HasLimit => limit is not null;

    public double Seconds => _earlier + Stopwatch.GetElapsedTime(_start).TotalSeconds;

    public double Remaining => limit is { } time ? time.TotalSeconds - Seconds : double.PositiveInfinity;

    public bool IsCancelled => token.IsCancellationRequested;

    public bool IsOver => IsCancelled || Remaining <= 0;

    /// <summary>Adds the duration of earlier runs.</summary>
    public void ResumeAt(double seconds) => _earlier = seconds;

    /// <summary>
    /// Creates a token source that is cancelled by the user, or when only <paramref name="reserve"/> seconds are left.
    /// </summary>
    public CancellationTokenSource CreateTokenSource(double reserve)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(token);
        double left = Remaining - reserve;
        if (left <= 0)
            source.Cancel();
        else if (left < TimeSpan.FromDays(20).TotalSeconds) // the timer's maximum is about 24 days
            source.CancelAfter(TimeSpan.FromSeconds(left));
        return source;
    }
}
