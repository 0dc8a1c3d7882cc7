using System.Diagnostics;
using Microsoft.ML.ResNet.CommandLine;

namespace QuickStart;

/// <summary>Runs this program again in a new process, which shares nothing with this one but its arguments.</summary>
internal static class FreshProcess
{
    public static void Run(params IEnumerable<string> arguments)
    {
        string program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(FreshProcess).Assembly.Location);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new UserException($"the new process that classifies images ended with exit code {process.ExitCode}.");
    }
}
