using System.CommandLine;
using QuickStart;

ParseResult command = CommandLine.Create().Parse(args);
if (command.Errors.Count > 0)
    return Failure.Report(new UserException(command.Errors[0].Message));
try
{
    // A training step of a large network takes seconds; cancellation is looked at between steps.
    return await command.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
    });
}
catch (Exception exception)
{
    return Failure.Report(exception);
}
