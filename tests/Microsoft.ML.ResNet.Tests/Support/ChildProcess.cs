using System.Diagnostics;
using System.Globalization;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Runs a .NET program from the tests' output folder in a separate process.</summary>
internal static class ChildProcess
{
    /// <summary>Waits for the process and returns its standard output; fails unless the exit code is 0.</summary>
    public static string Run(string assembly, params string[] arguments)
    {
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? path : "dotnet";
        var start = new ProcessStartInfo(dotnet) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"{assembly} ended with {process.ExitCode}: {errors.Result}{output}"));
    }
}
