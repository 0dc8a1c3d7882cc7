using System.Collections.Concurrent;

namespace WebApp.LoadTest;

/// <summary>Measurements of a run, without its warm-up.</summary>
internal sealed class LoadResult
{
    private const double MB = 1 << 20;

    public required int Clients { get; init; }

    /// <summary>Number of failures by message, in the whole run.</summary>
    public ConcurrentDictionary<string, int> Failures { get; } = new();

    /// <summary>Latency of each request, sorted.</summary>
    public double[] Milliseconds { get; set; } = [];

    public TimeSpan Elapsed { get; set; }

    public long WorkingSetBefore { get; set; }

    public long WorkingSetAfter { get; set; }

    /// <summary>Growth of the server's working set in MB; negative if it shrank.</summary>
    public double GrowthMB => (WorkingSetAfter - WorkingSetBefore) / MB;

    public double RequestsPerSecond => Milliseconds.Length / Elapsed.TotalSeconds;

    /// <summary>The latency within which a fraction of the requests was answered.</summary>
    public double Percentile(double part) =>
        Milliseconds[Math.Clamp((int)Math.Ceiling(part * Milliseconds.Length) - 1, 0, Milliseconds.Length - 1)];

    public IEnumerable<string> ToLines()
    {
        yield return $"{Milliseconds.Length} requests from {Clients} clients in {Elapsed.TotalSeconds:F1} s: "
            + $"{RequestsPerSecond:F0} requests/s";
        yield return $"latency in ms: 50 % {Percentile(0.5):F1}, 90 % {Percentile(0.9):F1}, "
            + $"99 % {Percentile(0.99):F1}, 99.9 % {Percentile(0.999):F1}, longest {Milliseconds[^1]:F1}";
        yield return $"working set of the server: {WorkingSetBefore / MB:F1} MB before, {WorkingSetAfter / MB:F1} MB after";
        yield return Failures.IsEmpty ? "no failures" : "FAILED:";
        foreach ((string failure, int count) in Failures)
            yield return $"  {count} x {failure}";
    }
}
