using System.Reflection;
using System.Text.RegularExpressions;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>The request cannot be carried out; the message says why and what to do.</summary>
internal sealed class UserException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The command line is invalid.</summary>
internal sealed class UsageException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Reports an exception as one line on standard error and an exit code.</summary>
internal static partial class Failure
{
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int Interrupted = 130; // what shells report after Ctrl+C

    /// <summary>Whether the stack trace follows the line.</summary>
    public static bool IsVerbose { get; set; }

    public static int Report(Exception exception)
    {
        Exception cause = Cause(exception);
        if (cause is OperationCanceledException)
        {
            Console.Error.WriteLine("cancelled");
            return Interrupted;
        }
        Console.Error.WriteLine($"error: {OneLine(cause)}");
        if (IsVerbose)
            Console.Error.WriteLine(exception);
        return cause is UsageException ? WrongUsage : Failed;
    }

    public static string OneLine(Exception exception) => ParameterName().Replace(
        string.Join(' ', Cause(exception).Message.Split(
            ['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)), "");

    // The parameter name that .NET appends to an ArgumentException means nothing to the user of a command line.
    [GeneratedRegex(@" \(Parameter '[^']*'\)")]
    private static partial Regex ParameterName();

    /// <summary>Unwraps exceptions that only say that another thread or a callback threw.</summary>
    private static Exception Cause(Exception exception)
    {
        while (exception is AggregateException or TargetInvocationException && exception.InnerException is { } inner)
            exception = inner;
        return exception;
    }
}
