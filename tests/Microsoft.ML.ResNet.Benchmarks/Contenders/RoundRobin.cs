using Microsoft.ML.ResNet.Benchmarks.Report;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>The measurements of one contender.</summary>
/// <param name="Contender">The contender.</param>
/// <param name="Rates">Items per second in every round.</param>
/// <param name="PeakMegabytes">Peak resident memory of its process.</param>
/// <param name="Failure">Why it could not be measured; null if it could.</param>
internal sealed record ContenderResult(
    Contender Contender, double[] Rates, double PeakMegabytes, string? Failure = null)
{
    public double Rate => Rates.Median();

    /// <summary>
    /// Speed relative to another contender: the median of the rounds' ratios, since the machine is in the same state
    /// within a round.
    /// </summary>
    public double Ratio(ContenderResult other) => Rates.Zip(other.Rates, (mine, theirs) => mine / theirs).Median();
}

/// <summary>
/// Measures contenders in turn, round by round, so that drift of the machine's speed affects all of them equally. A
/// contender that fails is dropped; the others are measured nonetheless.
/// </summary>
internal sealed class RoundRobin : IDisposable
{
    // A contender that busy-waits between its samples uses a whole processor.
    private const double MaximumIdleLoad = 0.25;

    private readonly Entry[] _entries;

    private RoundRobin(IEnumerable<Contender> contenders) =>
        _entries = [.. contenders.Select(contender => new Entry(contender))];

    public static IReadOnlyList<ContenderResult> Run(IEnumerable<Contender> contenders, SamplingPlan plan)
    {
        using RoundRobin run = new(contenders);
        foreach (Entry entry in run._entries)
            entry.Start();
        for (int round = -1; round < plan.Rounds; round++) // round -1 warms up and does not count
            run.Round(round, plan.Seconds);
        return [.. run._entries.Select(entry => entry.Result())];
    }

    public void Dispose()
    {
        foreach (Entry entry in _entries)
            entry.Dispose();
    }

    // Every other round is in reverse order, so that a contender does not always follow the same one.
    private void Round(int round, double seconds)
    {
        foreach (Entry entry in round % 2 == 0 ? _entries : _entries.Reverse())
            entry.Measure(seconds, isCounted: round >= 0);
    }

    private sealed class Entry(Contender contender) : IDisposable
    {
        private readonly List<double> _rates = [];
        private ContenderProcess? _process;
        private string? _failure;
        private double _idleSeconds, _idleProcessorSeconds;

        public void Start() => Try(() => _process = new ContenderProcess(contender));

        public void Measure(double seconds, bool isCounted) => Try(() =>
        {
            ThroughputSample sample = _process!.Sample(seconds);
            _idleSeconds += sample.IdleSeconds;
            _idleProcessorSeconds += sample.IdleProcessorSeconds;
            if (isCounted)
                _rates.Add(sample.ItemsPerSecond);
        });

        public ContenderResult Result()
        {
            double memory = 0;
            Try(() => memory = _process!.PeakMegabytes());
            if (_idleProcessorSeconds / _idleSeconds is > MaximumIdleLoad and var load)
                _failure ??= FormattableString.Invariant($"used {load:P0} of a processor while others were measured");
            return new ContenderResult(contender, [.. _rates], memory, _failure);
        }

        public void Dispose() => _process?.Dispose();

        // After a failure all further actions are skipped.
        private void Try(Action action)
        {
            if (_failure is not null)
                return;
            try
            {
                action();
            }
            catch (ChildProcessException exception)
            {
                _failure = exception.Message;
                Console.Error.WriteLine($"{contender.Name}: {_failure}");
            }
        }
    }
}
