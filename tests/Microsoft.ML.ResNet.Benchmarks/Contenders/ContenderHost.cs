using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.ResNet.Benchmarks.Machine;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>
/// The child's side of <see cref="ContenderProcess"/>: prepares the contender, writes "ready", then answers each line
/// "sample SECONDS" with a <see cref="ThroughputSample"/> and "memory" with its peak resident memory in MB, until its
/// input ends.
/// </summary>
internal static class ContenderHost
{
    public const string Ready = "ready", SampleCommand = "sample", MemoryCommand = "memory";

    public static void Run(IContender contender, TextReader input, TextWriter output)
    {
        contender.Step(); // allocates, compiles and starts threads
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
            TimeSpan idle = Stopwatch.GetElapsedTime(idleSince), idleProcessor = ProcessorTime() - processorTime;
            double seconds = double.Parse(line.AsSpan(SampleCommand.Length + 1), CultureInfo.InvariantCulture);
            output.WriteLine(new ThroughputSample(
                Measure(contender, seconds), idle.TotalSeconds, idleProcessor.TotalSeconds));
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
