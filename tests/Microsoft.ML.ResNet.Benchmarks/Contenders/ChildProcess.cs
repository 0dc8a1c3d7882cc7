using System.Diagnostics;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>This program, once more.</summary>
internal static class ChildProcess
{
    public static Process Start(ProcessEnvironment environment, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment.Variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
