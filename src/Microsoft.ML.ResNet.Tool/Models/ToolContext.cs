using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>An <see cref="MLContext"/> that tells the user what the library warns of, and where it goes on.</summary>
internal static class ToolContext
{
    public static MLContext Create(int? seed = null)
    {
        var ml = new MLContext(seed);
        ml.Log += (_, said) => Tell(said);
        return ml;
    }

    private static void Tell(LoggingEventArgs said)
    {
        if (said.Kind == ChannelMessageKind.Warning)
            Console.Error.WriteLine($"warning: {said.RawMessage}");
        else if (!Resumption.Tell(said) && Failure.IsVerbose
            && said.Kind is (ChannelMessageKind.Info or ChannelMessageKind.Error))
            Console.Error.WriteLine(said.Message);
    }
}
