using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace QuickStart;

/// <summary>Passes on what the library logs of a checkpoint that training goes on from.</summary>
internal static class Resumption
{
    public static void Tell(LoggingEventArgs said)
    {
        if (said.Kind == ChannelMessageKind.Info && said.RawMessage.StartsWith("Goes on from", StringComparison.Ordinal))
            Console.WriteLine(said.RawMessage);
    }
}
