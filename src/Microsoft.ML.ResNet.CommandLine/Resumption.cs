using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Prints the library's log message about the checkpoint that training resumes from.</summary>
internal static class Resumption
{
    /// <returns>Whether the message was printed, because it is about a checkpoint.</returns>
    public static bool Print(LoggingEventArgs message)
    {
        if (message.Kind != ChannelMessageKind.Info
            || !message.RawMessage.StartsWith("Goes on from", StringComparison.Ordinal))
            return false;
        Console.WriteLine(message.RawMessage);
        return true;
    }
}
