using System.Diagnostics;

namespace WebApp.LoadTest;

/// <summary>The server in its own process, on a free port.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <param name="arguments">The server's options.</param>
    /// <param name="environment">Variables to set.</param>
    public static ServerProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "WebApp.dll"));
        foreach (string argument in arguments.Concat(["--urls", "http://127.0.0.1:0"]))
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        Process process = Process.Start(start)!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            int at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at < 0)
                continue;
            // Drain the output, or the pipe would fill up and block the server.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new ServerProcess(process, new Uri(line[(at + Listening.Length)..].Trim()));
        }
        process.WaitForExit();
        int exitCode = process.ExitCode;
        process.Dispose();
        throw new InvalidOperationException($"The server ended with exit code {exitCode} before it listened.");
    }

    /// <summary>Stops the server with SIGTERM, as a container host does, and returns its exit code.</summary>
    public int Stop()
    {
        using (Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            kill.WaitForExit();
        return _process.WaitForExit(s_stopTimeout)
            ? _process.ExitCode
            : throw new TimeoutException($"The server did not end within {s_stopTimeout}.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
