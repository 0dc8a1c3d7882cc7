namespace Microsoft.ML.ResNet.Selection;

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016, <i>Non-stochastic Best Arm Identification and Hyperparameter
/// Optimization</i>): all trials get a small budget, the best ones a larger one, and so on until one is left, which
/// gets the full budget.
/// </summary>
/// <param name="Rungs">From the first rung, with all trials, to the last, with one.</param>
internal sealed record HalvingPlan(IReadOnlyList<HalvingRung> Rungs)
{
    /// <param name="trials">Trials in the first rung, at least 1.</param>
    /// <param name="factor">
    /// Reduction factor: one trial in this many is promoted, with this many times the budget; at least 2.
    /// </param>
    /// <param name="first">The first rung's fraction of the full budget; null for factor^-rungs.</param>
    public static HalvingPlan Create(int trials, int factor, double? first = null)
    {
        List<int> counts = [trials];
        while (counts[^1] > 1)
            counts.Add(Math.Max(1, counts[^1] / factor));
        // The last trial has no competitors left and gets the whole rest, factor^2 times its previous budget.
        double part = first ?? Math.Pow(factor, -counts.Count);
        return new HalvingPlan(
            [.. counts.Select((count, rung) => new HalvingRung(
                count, rung == counts.Count - 1 ? 1 : Math.Min(1, part * Math.Pow(factor, rung))))]);
    }

    /// <summary>The budget that a rung adds to a trial, as a fraction of the full budget.</summary>
    public double Increment(int rung) => Rungs[rung].Part - (rung == 0 ? 0 : Rungs[rung - 1].Part);

    /// <summary>Total budget of all trials from a rung on, in units of one trial's full budget.</summary>
    public double CostFrom(int rung) =>
        Enumerable.Range(rung, Rungs.Count - rung).Sum(k => Rungs[k].Trials * Increment(k));
}

/// <summary>One round of successive halving.</summary>
/// <param name="Trials">Number of trials.</param>
/// <param name="Part">Each trial's cumulative budget at the end of the rung, as a fraction of the full budget.</param>
internal readonly record struct HalvingRung(int Trials, double Part);
