namespace Microsoft.ML.ResNet.Selection;

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016, <i>Non-stochastic Best Arm Identification and Hyperparameter
/// Optimization</i>): all trials get a little, the best part of them more, until one is left and gets all.
/// </summary>
/// <param name="Rungs">From the first, with all trials, to the last, with one.</param>
internal sealed record HalvingPlan(IReadOnlyList<HalvingRung> Rungs)
{
    /// <param name="trials">Trials of the first rung, at least 1.</param>
    /// <param name="factor">
    /// Of so many trials one goes on, with so many times the budget; at least 2.
    /// </param>
    /// <param name="first">The first rung's part of the full budget; null for factor^-rungs.</param>
    public static HalvingPlan Of(int trials, int factor, double? first = null)
    {
        List<int> counts = [trials];
        while (counts[^1] > 1)
            counts.Add(Math.Max(1, counts[^1] / factor));
        // The last trial need not be compared any more: it gets the rest, factor^2 times what it had.
        double part = first ?? Math.Pow(factor, -counts.Count);
        return new HalvingPlan(
            [.. counts.Select((count, rung) => new HalvingRung(
                count, rung == counts.Count - 1 ? 1 : Math.Min(1, part * Math.Pow(factor, rung))))]);
    }

    /// <summary>What a trial gets in a rung beyond what it had.</summary>
    public double Increment(int rung) => Rungs[rung].Part - (rung == 0 ? 0 : Rungs[rung - 1].Part);

    /// <summary>All trials' budgets from a rung on, in full budgets of one trial.</summary>
    public double CostFrom(int rung) =>
        Enumerable.Range(rung, Rungs.Count - rung).Sum(k => Rungs[k].Trials * Increment(k));
}

/// <summary>One round of comparison.</summary>
/// <param name="Trials">How many take part.</param>
/// <param name="Part">What each has had at its end: its part of the full budget.</param>
internal readonly record struct HalvingRung(int Trials, double Part);
