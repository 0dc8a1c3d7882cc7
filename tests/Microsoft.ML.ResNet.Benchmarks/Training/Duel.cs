using System.Diagnostics;

namespace Microsoft.ML.ResNet.Benchmarks.Training;

/// <summary>Times two contenders in turn, so that a machine whose speed drifts does so for both.</summary>
internal static class Duel
{
    private const double SecondsPerTurn = 2;

    public static void Run(ITrainingStep us, ITrainingStep peer, int batch, int rounds)
    {
        // The first steps allocate, and wake the threads.
        Turn(us, batch);
        Turn(peer, batch);
        double[] ours = new double[rounds], theirs = new double[rounds], ratios = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            ours[round] = Turn(us, batch);
            theirs[round] = Turn(peer, batch);
            ratios[round] = ours[round] / theirs[round];
        }
        Console.WriteLine($"{us.Name}: {Median(ours):F0} images/s");
        Console.WriteLine($"{peer.Name}: {Median(theirs):F0} images/s");
        Console.WriteLine($"ratio: {Median(ratios):F2} (median of {rounds} rounds, {ratios.Min():F2} to {ratios.Max():F2})");
    }

    // Images per second over about two seconds.
    private static double Turn(ITrainingStep contender, int batch)
    {
        long start = Stopwatch.GetTimestamp(), steps = 0;
        do
        {
            contender.Step();
            steps++;
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsPerTurn);
        return steps * batch / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
