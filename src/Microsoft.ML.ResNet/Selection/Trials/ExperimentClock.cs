using System.Diagnostics;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>The time of an experiment or training, that of its earlier runs included, and its end.</summary>
/// <param name="limit">Null for none.</param>
/// <param name="token">Of the user.</param>
internal sealed class ExperimentClock(TimeSpan? limit, CancellationToken token)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private double _earlier;

    public bool HasLimit => limit is not null;

    public double Seconds => _earlier + Stopwatch.GetElapsedTime(_start).TotalSeconds;

    public double Remaining => limit is { } time ? time.TotalSeconds - Seconds : double.PositiveInfinity;

    public bool IsCancelled => token.IsCancellationRequested;

    public bool IsOver => IsCancelled || Remaining <= 0;

    /// <summary>An earlier run took so long.</summary>
    public void GoOnFrom(double seconds) => _earlier = seconds;

    /// <summary>Is cancelled by the user, or so long before the end.</summary>
    public CancellationTokenSource Before(double reserve)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(token);
        double left = Remaining - reserve;
        if (left <= 0)
            source.Cancel();
        else if (left < TimeSpan.FromDays(20).TotalSeconds) // as long as timers go
            source.CancelAfter(TimeSpan.FromSeconds(left));
        return source;
    }
}
