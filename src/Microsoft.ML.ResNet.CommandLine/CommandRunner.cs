using System.CommandLine;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Runs a command line: whatever goes wrong is told in one line, and by the exit code.</summary>
internal static class CommandRunner
{
    // A training step of a large network takes seconds; cancellation is looked at between steps.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        ParseResult command = root.Parse(arguments);
        if (command.Errors.Count > 0)
            return Failure.Report(new UserException(command.Errors[0].Message));
        try
        {
            return await command.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = Patience,
            });
        }
        catch (Exception exception)
        {
            return Failure.Report(exception);
        }
    }
}
