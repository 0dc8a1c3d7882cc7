using System.Text.RegularExpressions;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Readme;

/// <summary>The README matches the repository. MinimalSampleTests runs the program that it quotes.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = RepositoryFiles.Read("README.md");

    [Fact]
    public void ProgramIsTheMinimalSample()
    {
        Match block = Assert.Single(CSharpBlock().Matches(Readme));
        Assert.Equal(RepositoryFiles.Read("samples/Minimal/Program.cs"), block.Groups[1].Value);
    }

    [Fact]
    public void HasFewerThan100Lines() => Assert.InRange(Readme.AsSpan().Count('\n'), 1, 99);

    [Fact]
    public void ScriptsAndLinksExist()
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

    [GeneratedRegex(@"build/\w+\.sh")]
    private static partial Regex Script();

    [GeneratedRegex(@"\]\((?!https?:)([^)]+)\)")]
    private static partial Regex RelativeLink();
}
