using System.Diagnostics;
using System.Globalization;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>
/// A contender in a process of its own, with its own allocator and its own peak memory; waits between its turns.
/// </summary>
internal sealed class ContenderProcess : IDisposable
{
    public const string Verb = "contender";

    private readonly Process _process;
    private readonly string _name;

    public ContenderProcess(Contender contender)
    {
        _name = contender.Name;
        _process = ChildProcess.Start(contender.Environment, [Verb, .. contender.Key.Arguments]);
        Expect(ContenderHost.Ready);
    }

    public Turn Turn(double seconds) => Benchmarks.Contenders.Turn.Parse(
        Ask(string.Create(CultureInfo.InvariantCulture, $"{ContenderHost.TurnCommand} {seconds}")));

    public double PeakMegabytes() => double.Parse(Ask(ContenderHost.MemoryCommand), CultureInfo.InvariantCulture);

    private string Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        return Answer();
    }

    private void Expect(string expected)
    {
        string answer = Answer();
        if (answer != expected)
            throw new InvalidOperationException($"{_name} said \"{answer}\" instead of \"{expected}\".");
    }

    private string Answer()
    {
        if (_process.StandardOutput.ReadLine() is { } answer)
            return answer;
        _process.WaitForExit();
        throw new InvalidOperationException($"{_name} ended with exit code {_process.ExitCode}.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
