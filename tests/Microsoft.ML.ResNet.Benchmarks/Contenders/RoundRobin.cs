using Microsoft.ML.ResNet.Benchmarks.Report;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>A contender after a match.</summary>
/// <param name="Contender">Who.</param>
/// <param name="Rates">Items per second in every round.</param>
/// <param name="PeakMegabytes">Peak resident memory of its process.</param>
/// <param name="IdleLoad">Processors that it kept busy while others had their turns: 0, as it should be.</param>
internal sealed record ContenderResult(Contender Contender, double[] Rates, double PeakMegabytes, double IdleLoad)
{
    public double Rate => Rates.Median();

    /// <summary>
    /// How many times as fast as the other: the median over the rounds, in each of which the machine was the same.
    /// </summary>
    public double Ratio(ContenderResult other) => Rates.Zip(other.Rates, (mine, theirs) => mine / theirs).Median();
}

/// <summary>Gives contenders their turns round by round, so that a machine that drifts does so for all.</summary>
internal static class RoundRobin
{
    public static IReadOnlyList<ContenderResult> Play(IReadOnlyList<Contender> contenders, SamplingPlan pace)
    {
        List<ContenderProcess> processes = [];
        try
        {
            foreach (Contender contender in contenders)
                processes.Add(new ContenderProcess(contender));
            Turn[][] rounds =
                [.. Enumerable.Range(-1, pace.Rounds + 1).Select(i => Round(processes, i, pace.Seconds))];
            return [.. contenders.Select((contender, i) => new ContenderResult(
                contender, [.. rounds.Skip(1).Select(round => round[i].ItemsPerSecond)], processes[i].PeakMegabytes(),
                rounds.Sum(round => round[i].Worked) / rounds.Sum(round => round[i].Waited)))];
        }
        finally
        {
            foreach (ContenderProcess process in processes)
                process.Dispose();
        }
    }

    // The first round, -1, warms up and is not counted. Every other goes backwards: nobody always follows the same.
    private static Turn[] Round(IReadOnlyList<ContenderProcess> processes, int round, double seconds)
    {
        Turn[] turns = new Turn[processes.Count];
        for (int i = 0; i < turns.Length; i++)
        {
            int who = round % 2 == 0 ? i : turns.Length - 1 - i;
            turns[who] = processes[who].Turn(seconds);
        }
        return turns;
    }
}
