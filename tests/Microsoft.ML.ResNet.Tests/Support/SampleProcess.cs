using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// Runs a sample as a user would: a process with arguments, a working directory, output and an exit code.
/// </summary>
internal sealed record SampleProcess(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public string[] ErrorLines => Lines(Error);

    public static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Asserts that the process failed with this exit code and a one-line error.</summary>
    public void AssertFailed(int exitCode, string message)
    {
        Assert.True(ExitCode == exitCode, Error + Output);
        string line = Assert.Single(ErrorLines);
        Assert.StartsWith("error: ", line);
        Assert.Contains(message, line);
    }

    /// <summary>Sends the signal of Ctrl+C as soon as the first epoch is reported.</summary>
    public static SampleProcess Interrupt(string assembly, string directory, params IEnumerable<string> arguments)
    {
        using Process process = Start(assembly, directory, arguments);
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        using CancellationTokenRegistration kill = limit.Token.Register(process.Kill);
        while (process.StandardOutput.ReadLine() is { } line && !line.StartsWith("epoch 1/", StringComparison.Ordinal))
            continue;
        using (Process interrupt =
            Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            interrupt.WaitForExit();
        }
        return Finish(process);
    }

    public static SampleProcess Run(string assembly, string directory, params IEnumerable<string> arguments)
    {
        using Process process = Start(assembly, directory, arguments);
        return Finish(process);
    }

    public static Process Start(string assembly, string directory, params IEnumerable<string> arguments)
    {
        // A background program of a shell ignores interrupts, and its child processes inherit this.
        string[] prefix = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : [];
        string[] command = [.. prefix, "dotnet", Path.Combine(AppContext.BaseDirectory, assembly), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        return Process.Start(start)!;
    }

    /// <summary>Reads the remaining output and waits for the process to exit.</summary>
    public static SampleProcess Finish(Process process)
    {
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', process.StartInfo.ArgumentList)} did not end within {Limit}.");
        }
        return new SampleProcess(process.ExitCode, output.Result, error.Result);
    }
}
