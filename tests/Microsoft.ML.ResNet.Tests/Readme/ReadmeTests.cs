using System.Text.RegularExpressions;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Readme;

/// <summary>What the README shows is what the repository has. The sample that it quotes is run by its own test.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = RepositoryFiles.Read("README.md");

    [Fact]
    public void TheProgramIsTheMinimalSample()
    {
        Match block = Assert.Single(CSharpBlock().Matches(Readme));
        Assert.Equal(RepositoryFiles.Read("samples/Minimal/Program.cs"), block.Groups[1].Value);
    }

    [Fact]
    public void TheOptionsAreThoseOfTheQuickStart()
    {
        SampleProcess help = SampleProcess.Run("QuickStart.dll", AppContext.BaseDirectory, "--help");
        IEnumerable<string> actual = HelpOption().Matches(help.Output).Select(match => match.Groups[1].Value).Except(["--version"]);
        Assert.Equal(actual, TableOption().Matches(Readme).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void EveryScriptAndLinkIsThere()
    {
        string[] targets =
        [
            .. Script().Matches(Readme).Select(match => match.Value),
            .. RelativeLink().Matches(Readme).Select(match => match.Groups[1].Value),
        ];
        Assert.NotEmpty(targets);
        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(RepositoryFiles.Root, target)), target));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"^\| `(--[a-z-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex TableOption();

    [GeneratedRegex(@"^  (--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex HelpOption();

    [GeneratedRegex(@"build/\w+\.sh")]
    private static partial Regex Script();

    [GeneratedRegex(@"\]\((?!https?:)([^)]+)\)")]
    private static partial Regex RelativeLink();
}
