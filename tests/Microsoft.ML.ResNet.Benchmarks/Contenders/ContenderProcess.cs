using System.Globalization;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>
/// A contender in its own process, with its own allocator and peak memory. Idle until it is asked for a sample.
/// </summary>
internal sealed class ContenderProcess : IDisposable
{
    public const string Verb = "contender";

    private static readonly TimeSpan s_startTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_answerTimeout = TimeSpan.FromMinutes(3); // a single step may exceed a sample's time

    private readonly ChildProcess _process;

    /// <exception cref="ChildProcessException">The contender cannot run.</exception>
    public ContenderProcess(Contender contender)
    {
        _process = new ChildProcess(contender.Environment, [Verb, .. contender.Key.Arguments]);
        try
        {
            string answer = _process.ReadLine(s_startTimeout);
            if (answer != ContenderHost.Ready)
                throw new ChildProcessException($"answered \"{answer}\" instead of \"{ContenderHost.Ready}\"");
        }
        catch
        {
            _process.Dispose();
            throw;
        }
    }

    /// <summary>Runs steps for at least this many seconds.</summary>
    public ThroughputSample Sample(double seconds) => ThroughputSample.Parse(Ask(
        string.Create(CultureInfo.InvariantCulture, $"{ContenderHost.SampleCommand} {seconds}")));

    public double PeakMegabytes() => double.Parse(Ask(ContenderHost.MemoryCommand), CultureInfo.InvariantCulture);

    public void Dispose() => _process.Dispose();

    private string Ask(string question) => _process.Ask(question, s_answerTimeout);
}
