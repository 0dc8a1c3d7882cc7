using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML.ResNet.Benchmarks.Contenders;

namespace Microsoft.ML.ResNet.Benchmarks.Layers;

/// <summary>Where a step's time goes, found in a process that loads the timing library.</summary>
internal static class BreakdownProcess
{
    public const string Verb = "breakdown";

    private const int WarmUpSteps = 2, FewestSteps = 3;

    /// <summary>Average times of one step, the last of them what is spent outside of native entries.</summary>
    public static IReadOnlyList<NativeEntryTime> Measure(ContenderKey key)
    {
        using Process process = ChildProcess.Start(TimedCalls.Environment, [Verb, .. key.Arguments]);
        string times = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<NativeEntryTime[]>(times)!
            : throw new InvalidOperationException($"The breakdown ended with {process.ExitCode}.");
    }

    /// <summary>The child's part.</summary>
    public static void Run(ReadOnlySpan<string> arguments, TextWriter output)
    {
        TimedCalls calls = new();
        using IContender contender = ContenderFactory.Create(ContenderKey.Parse(arguments));
        for (int i = 0; i < WarmUpSteps; i++)
            contender.Step();
        calls.Reset();
        long start = Stopwatch.GetTimestamp();
        int steps = 0;
        while (steps < FewestSteps || Stopwatch.GetElapsedTime(start).TotalSeconds < 1)
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
