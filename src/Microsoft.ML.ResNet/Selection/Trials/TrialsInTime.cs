namespace Microsoft.ML.ResNet.Selection;

/// <summary>Which trials a limit of time leaves: not those that would use up the time of several others.</summary>
internal sealed class TrialsInTime
{
    // A trial may take so many times its share of the first rung.
    private const double Tolerance = 1.5;

    /// <param name="trials">In their order, at least one.</param>
    /// <param name="leastSeconds">Time of the least that a trial can be trained.</param>
    /// <param name="share">What each has in the first rung, by how many there are.</param>
    public TrialsInTime(
        IReadOnlyList<TrialRecord> trials, Func<TrialRecord, double> leastSeconds, Func<int, double> share)
    {
        double[] least = [.. trials.Select(leastSeconds)];
        int count = trials.Count;
        while (count > 1 && share(count) < Median(least[..count]))
            count--;
        double limit = Math.Max(Tolerance * share(count), least.Min());
        TooSlow =
        [
            .. trials.Zip(least, (trial, seconds) => (trial, seconds, share(count))).Where(t => t.seconds > limit),
        ];
        Count = Math.Min(count, trials.Count - TooSlow.Count);
    }

    /// <summary>How many of the others take part, the first ones.</summary>
    public int Count { get; }

    /// <summary>Those that are not begun, with the least time that they need and what they could have.</summary>
    public IReadOnlyList<(TrialRecord Trial, double Seconds, double Share)> TooSlow { get; }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
