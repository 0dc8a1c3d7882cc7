using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.ResNet.Benchmarks.Machine;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>
/// A child process's life: it prepares, says "ready", then answers every line "turn SECONDS" by a <see cref="Turn"/>
/// and "memory" by its peak resident memory in MB, until its input ends.
/// </summary>
internal static class ContenderHost
{
    public const string Ready = "ready", TurnCommand = "turn", MemoryCommand = "memory";

    public static void Run(IContender contender, TextReader input, TextWriter output)
    {
        contender.Step(); // allocates, compiles, wakes the threads
        ProcessMemory.ResetPeak();
        output.WriteLine(Ready);
        long idleSince = Stopwatch.GetTimestamp();
        TimeSpan processorTime = ProcessorTime();
        while (input.ReadLine() is { } line)
        {
            if (line == MemoryCommand)
            {
                output.WriteLine(ProcessMemory.PeakMegabytes().ToString(CultureInfo.InvariantCulture));
                continue;
            }
            TimeSpan waited = Stopwatch.GetElapsedTime(idleSince), worked = ProcessorTime() - processorTime;
            double seconds = double.Parse(line.AsSpan(TurnCommand.Length + 1), CultureInfo.InvariantCulture);
            output.WriteLine(new Turn(Measure(contender, seconds), waited.TotalSeconds, worked.TotalSeconds));
            idleSince = Stopwatch.GetTimestamp();
            processorTime = ProcessorTime();
        }
    }

    private static double Measure(IContender contender, double seconds)
    {
        long start = Stopwatch.GetTimestamp(), steps = 0;
        do
        {
            contender.Step();
            steps++;
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
        return steps * contender.Items / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static TimeSpan ProcessorTime()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}
