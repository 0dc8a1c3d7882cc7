using System.Diagnostics;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>
/// A child process that runs this program with other arguments. If it crashes, fails or does not answer in time, methods
/// throw a <see cref="ChildProcessException"/>.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>Exit code of a child that failed with an exception. Its last line on standard error is the reason.</summary>
    public const int FailureExitCode = 70;

    private static readonly TimeSpan s_exitTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private string? _lastError;

    /// <param name="environment">Environment variables of the child.</param>
    /// <param name="arguments">Arguments of the child.</param>
    /// <param name="assembly">A copy of this program's assembly; null for this one.</param>
    public ChildProcess(ProcessEnvironment environment, IEnumerable<string> arguments, string? assembly = null)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(assembly ?? typeof(ChildProcess).Assembly.Location);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment.Variables)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, data) => ForwardError(data.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>The assembly that build/benchmark.sh published with ahead-of-time compilation; null if it could not.</summary>
    public static string? ReadyToRun { get; } = Environment.GetEnvironmentVariable("BENCHMARK_READY_TO_RUN");

    /// <summary>Sends a line and returns the answer.</summary>
    public string Ask(string line, TimeSpan timeout)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
        }
        catch (IOException) // the child has ended
        {
            throw Ended();
        }
        return ReadLine(timeout);
    }

    /// <summary>Reads a line of the child's standard output.</summary>
    public string ReadLine(TimeSpan timeout) =>
        Wait(_process.StandardOutput.ReadLineAsync(), timeout) ?? throw Ended();

    /// <summary>Reads the rest of the child's standard output and waits for its successful end.</summary>
    public string ReadToEnd(TimeSpan timeout)
    {
        string output = Wait(_process.StandardOutput.ReadToEndAsync(), timeout);
        WaitForExit();
        return _process.ExitCode == 0 ? output : throw Ended();
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child has ended before it read its input.
        }
        WaitForExit();
        _process.Dispose();
    }

    private T Wait<T>(Task<T> task, TimeSpan timeout)
    {
        try
        {
            return task.WaitAsync(timeout).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            throw new ChildProcessException($"gave no answer for {timeout.TotalSeconds:F0} s");
        }
    }

    private ChildProcessException Ended()
    {
        WaitForExit();
        return new ChildProcessException(_process.ExitCode switch
        {
            FailureExitCode => _lastError ?? "failed",
            132 => "crashed with SIGILL",
            134 => "crashed with SIGABRT",
            135 => "crashed with SIGBUS",
            136 => "crashed with SIGFPE",
            137 => "was killed by SIGKILL",
            139 => "crashed with SIGSEGV",
            int code => $"ended with exit code {code}",
        });
    }

    private void WaitForExit()
    {
        if (!_process.WaitForExit(s_exitTimeout))
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit(); // also for the rest of the error output
    }

    // libtorch warns in every process that NNPACK, which it does not need, does not support this CPU.
    private void ForwardError(string? line)
    {
        if (string.IsNullOrEmpty(line) || line.Contains("NNPACK", StringComparison.Ordinal))
            return;
        _lastError = line;
        Console.Error.WriteLine(line);
    }
}

/// <summary>A child process failed; the message says how.</summary>
internal sealed class ChildProcessException(string message) : Exception(message);
