using System.Diagnostics;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>This program, once more.</summary>
internal static class ChildProcess
{
    /// <summary>Where build/benchmark.sh could publish it: its assembly that was compiled ahead of time.</summary>
    public static string? ReadyToRun { get; } = Environment.GetEnvironmentVariable("BENCHMARK_READY_TO_RUN");

    /// <param name="environment">What it starts with.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="assembly">A copy of this program's assembly, or null for this one.</param>
    public static Process Start(
        ProcessEnvironment environment, IEnumerable<string> arguments, string? assembly = null)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(assembly ?? typeof(ChildProcess).Assembly.Location);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment.Variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
