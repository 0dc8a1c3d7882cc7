using Microsoft.ML.ResNet.Tests.Packaging;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Tool;

/// <summary>Progress is shown on a terminal, but not in redirected output.</summary>
public sealed class TerminalTests
{
    private const string Assembly = "resnet.dll";

    [Fact]
    public void EvaluateAndSelectShowProgress()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        ImageFolders.Write(folder.File("images"), perClass: 10);
        string select = OnTerminal(folder, "select --data images --time 60 --trials 1 --output best.zip");
        Assert.Contains("trial 0, rung 1", select, StringComparison.Ordinal); // below the table while it runs
        Assert.Contains("evaluating", select, StringComparison.Ordinal);

        string evaluate = OnTerminal(folder, "evaluate best.zip --data images");
        Assert.Matches("evaluating.*100%", evaluate);
        string redirected = ToolRun.Succeed(folder, "evaluate best.zip --data images").Output;
        Assert.Contains("of 30 images are classified correctly", evaluate, StringComparison.Ordinal);
        Assert.Contains("of 30 images are classified correctly", redirected, StringComparison.Ordinal);
        Assert.DoesNotContain("evaluating", redirected, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', redirected);
    }

    // script(1), which every Linux distribution has, provides a terminal.
    private static string OnTerminal(TemporaryFolder folder, string arguments) => PackedLibrary.Run(
        "script", folder.Path, "--quiet", "--return", "--command",
        "stty cols 120 rows 40; env -u CI -u GITHUB_ACTIONS TERM=xterm-256color dotnet "
            + $"{Path.Combine(AppContext.BaseDirectory, Assembly)} {arguments}",
        "/dev/null").Output;
}
