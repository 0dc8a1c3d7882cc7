using System.CommandLine;
using System.Globalization;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Runs a command line and reports any failure as one line and an exit code.</summary>
internal static class CommandRunner
{
    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        // Output and messages are the same for everybody, and parsers of them need not know a culture.
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        ParseResult command = root.Parse(arguments);
        if (command.Errors.Count > 0)
        {
            // An unknown word is usually the cause of a "missing" error: report it first.
            string error = (command.Errors.FirstOrDefault(e => command.UnmatchedTokens.Any(e.Message.Contains))
                ?? command.Errors[0]).Message;
            return Failure.Report(new UsageException($"{error.TrimEnd('.')}. Run with --help to see what is available."));
        }
        if (NumberSyntax.FindError(command) is { } wrong)
            return Failure.Report(new UsageException(wrong));
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
