using System.Reflection;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>What the user asked for cannot be done; the message says why, and what to do.</summary>
internal sealed class UserException(string message) : Exception(message);

/// <summary>Turns what went wrong into one line on the error stream and an exit code.</summary>
internal static class Failure
{
    private const int Failed = 1;
    private const int Interrupted = 130; // what shells report after Ctrl+C

    public static int Report(Exception exception)
    {
        exception = Cause(exception);
        if (exception is OperationCanceledException)
        {
            Console.Error.WriteLine("cancelled");
            return Interrupted;
        }
        Console.Error.WriteLine($"error: {OneLine(exception)}");
        return Failed;
    }

    public static string OneLine(Exception exception) =>
        string.Join(' ', Cause(exception).Message.Split(
            ['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Looks inside the exceptions that only say that another thread or a callback threw.</summary>
    private static Exception Cause(Exception exception)
    {
        while (exception is AggregateException or TargetInvocationException && exception.InnerException is { } inner)
            exception = inner;
        return exception;
    }
}
