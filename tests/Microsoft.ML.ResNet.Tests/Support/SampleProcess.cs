using System.Diagnostics;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// A sample as its user runs it: a process with arguments, a working directory, output and an exit code.
/// </summary>
internal sealed record SampleProcess(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static SampleProcess Run(string assembly, string directory, params IEnumerable<string> arguments)
    {
        using Process process = Start(assembly, directory, arguments);
        return Finish(process);
    }

    public static Process Start(string assembly, string directory, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Reads what the process still says, and waits for its end.</summary>
    public static SampleProcess Finish(Process process)
    {
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{process.StartInfo.ArgumentList[0]} did not end within {Limit}.");
        }
        return new SampleProcess(process.ExitCode, output.Result, error.Result);
    }
}
