using Spectre.Console;

namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>Where the output goes.</summary>
internal static class Terminal
{
    /// <summary>Whether somebody looks at what is drawn over itself: not where the output is redirected.</summary>
    public static bool IsLive => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;
}
