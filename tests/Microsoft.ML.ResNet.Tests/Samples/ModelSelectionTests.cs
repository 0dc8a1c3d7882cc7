using System.Text.Json.Nodes;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Samples;

/// <summary>Runs the model selection sample as a process with a short time limit.</summary>
public sealed class ModelSelectionTests
{
    [Fact]
    public void FindsANetworkAndComparesItWithTheDefault()
    {
        using var folder = new TemporaryFolder();
        ImageFolders.Write(folder.File("images"), perClass: 20);
        SampleProcess run = Run(
            folder, "--data", "images", "--minutes", "0.25", "--trials", "2", "--compare", "--output", "out", "--json",
            "out/result.json");
        Assert.True(run.ExitCode == 0, run.Error + run.Output);

        JsonNode result = JsonNode.Parse(File.ReadAllText(folder.File("out/result.json")))!;
        Assert.Equal(2, result["trials"]!.AsArray().Count);
        Assert.InRange((double)result["testAccuracy"]!, 0, 1);
        Assert.InRange((double)result["seconds"]!, 0.5, 16);
        Assert.Equal("ResNet20", (string)result["default"]!["architecture"]!);
        Assert.True(File.Exists(folder.File("out/model.zip")));
        Assert.Contains("the default configuration (ResNet20", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--data missing", 1, "'missing' does not exist")]
    [InlineData("--minutes 0", 2, "--minutes is 0")]
    [InlineData("--trials 0", 2, "--trials is 0")]
    public void ReportsBadArgumentsInOneLine(string arguments, int exitCode, string message)
    {
        using var folder = new TemporaryFolder();
        Run(folder, arguments.Split(' ')).AssertFailed(exitCode, message);
    }

    private static SampleProcess Run(TemporaryFolder folder, params IEnumerable<string> arguments) =>
        SampleProcess.Run("ModelSelection.dll", folder.Path, arguments);
}
