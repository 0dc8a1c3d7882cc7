using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML.ResNet.Benchmarks.Contenders;

namespace Microsoft.ML.ResNet.Benchmarks.Layers;

/// <summary>Measures the time per native entry in a process that loads the timing library.</summary>
internal static class BreakdownProcess
{
    public const string Verb = "breakdown";

    private const int WarmUpSteps = 2, MinimumSteps = 3;

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    /// <summary>Average times per step. The last entry is the time outside native code.</summary>
    public static IReadOnlyList<NativeEntryTime> Measure(ContenderKey key)
    {
        using ChildProcess process = new(TimedCalls.Environment, [Verb, .. key.Arguments]);
        return JsonSerializer.Deserialize<NativeEntryTime[]>(process.ReadToEnd(s_timeout))!;
    }

    /// <summary>The child's part: writes the times as JSON.</summary>
    public static void Run(ReadOnlySpan<string> arguments, TextWriter output)
    {
        TimedCalls calls = new();
        using IContender contender = ContenderFactory.Create(ContenderKey.Parse(arguments));
        for (int i = 0; i < WarmUpSteps; i++)
            contender.Step();
        calls.Reset();
        long start = Stopwatch.GetTimestamp();
        int steps = 0;
        while (steps < MinimumSteps || Stopwatch.GetElapsedTime(start).TotalSeconds < 1)
        {
            contender.Step();
            steps++;
        }
        double total = Stopwatch.GetElapsedTime(start).TotalSeconds;
        List<NativeEntryTime> times = [.. calls.Times().OrderByDescending(time => time.Seconds)];
        times.Add(new("outside", steps, total - times.Sum(time => time.Seconds)));
        output.Write(JsonSerializer.Serialize(
            times.Select(time => new NativeEntryTime(time.Name, time.Calls / steps, time.Seconds / steps))));
    }
}
