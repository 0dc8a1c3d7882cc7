using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Passes on what the library logs of a checkpoint that training goes on from.</summary>
internal static class Resumption
{
    /// <returns>Whether it was that.</returns>
    public static bool Tell(LoggingEventArgs said)
    {
        if (said.Kind != ChannelMessageKind.Info
            || !said.RawMessage.StartsWith("Goes on from", StringComparison.Ordinal))
            return false;
        Console.WriteLine(said.RawMessage);
        return true;
    }
}
