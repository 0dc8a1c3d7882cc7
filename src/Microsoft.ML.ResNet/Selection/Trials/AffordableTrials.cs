namespace Microsoft.ML.ResNet.Selection;

/// <summary>
/// Selects the trials that fit a time limit. Excludes trials that would use up the time of several others.
/// </summary>
internal sealed class AffordableTrials
{
    // A trial may take this many times its share of the first rung.
    private const double Tolerance = 1.5;

    /// <param name="trials">At least one trial, in order.</param>
    /// <param name="leastSeconds">Duration of a trial's smallest useful training.</param>
    /// <param name="share">Each trial's time in the first rung, given the number of trials.</param>
    public AffordableTrials(
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

    /// <summary>How many of the other trials take part, from the first on.</summary>
    public int Count { get; }

    /// <summary>The excluded trials, with the time they need at least and their share.</summary>
    public IReadOnlyList<(TrialRecord Trial, double Seconds, double Share)> TooSlow { get; }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
