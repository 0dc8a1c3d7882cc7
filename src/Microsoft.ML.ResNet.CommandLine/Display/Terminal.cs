using Spectre.Console;

namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>The terminal that output goes to, if any.</summary>
internal static class Terminal
{
    /// <summary>Whether live tables and progress bars can be drawn: false if output is redirected.</summary>
    public static bool IsLive => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;
}
