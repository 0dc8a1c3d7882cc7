using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>
/// Creates an <see cref="MLContext"/> that prints the library's warnings.
/// </summary>
internal static class ToolContext
{
    public static MLContext Create(int? seed = null)
    {
        var ml = new MLContext(seed);
        ml.Log += (_, message) => Print(message);
        return ml;
    }

    private static void Print(LoggingEventArgs message)
    {
        if (message.Kind == ChannelMessageKind.Warning)
            Console.Error.WriteLine($"warning: {message.RawMessage}");
        else if (Failure.IsVerbose && message.Kind is (ChannelMessageKind.Info or ChannelMessageKind.Error))
            Console.Error.WriteLine(message.Message);
    }
}
