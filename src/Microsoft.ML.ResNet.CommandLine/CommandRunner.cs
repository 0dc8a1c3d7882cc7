using System.CommandLine;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Runs a command line: whatever goes wrong is told in one line, and by the exit code.</summary>
internal static class CommandRunner
{
    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        ParseResult command = root.Parse(arguments);
        if (command.Errors.Count > 0)
        {
            // A word that means nothing explains why something else seems to be missing.
            string error = (command.Errors.FirstOrDefault(e => command.UnmatchedTokens.Any(e.Message.Contains))
                ?? command.Errors[0]).Message;
            return Failure.Report(new UsageException($"{error.TrimEnd('.')}. --help lists what there is."));
        }
        using var interruption = new Interruption();
        try
        {
            return await command.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                interruption.Token);
        }
        catch (Exception exception)
        {
            return Failure.Report(exception);
        }
    }
}
