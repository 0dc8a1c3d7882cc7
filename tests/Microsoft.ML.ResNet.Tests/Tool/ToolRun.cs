using System.Text.Json.Nodes;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Tool;

/// <summary>Runs the command <c>resnet</c> as a process in a temporary folder.</summary>
internal static class ToolRun
{
    private static readonly string s_documentation = RepositoryFiles.Read("src/Documentation/command-line.md");

    public static SampleProcess Run(TemporaryFolder folder, params IEnumerable<string> arguments) =>
        SampleProcess.Run("resnet.dll", folder.Path, arguments);

    /// <summary>Runs a command; fails unless the exit code is 0.</summary>
    public static SampleProcess Succeed(TemporaryFolder folder, string command, params IEnumerable<string> arguments)
    {
        SampleProcess run = Run(folder, [.. command.Split(' '), .. arguments]);
        Assert.True(run.ExitCode == 0, command + run.Error + run.Output);
        return run;
    }

    /// <summary>
    /// Runs a command with <c>--json -</c>, checks that every field of its output is documented, and returns the output.
    /// </summary>
    public static JsonNode Json(TemporaryFolder folder, string command, params IEnumerable<string> arguments) =>
        Documented(Succeed(folder, command, [.. arguments, "--json", "-"]).Output);

    public static JsonNode Documented(string text)
    {
        JsonNode node = JsonNode.Parse(text)!;
        Assert.All(Names(node).Distinct(), name => Assert.Contains($"`{name}`", s_documentation));
        return node;
    }

    /// <summary>Trains the default network on drawn images for one epoch.</summary>
    public static string Train(TemporaryFolder folder, string model = "model.zip", params IEnumerable<string> more)
    {
        if (!Directory.Exists(folder.File("images")))
            ImageFolders.Write(folder.File("images"), perClass: 10);
        Succeed(folder, "train --data images --epochs 1 --image-size 16 --output", [model, .. more]);
        return model;
    }

    private static IEnumerable<string> Names(JsonNode? node) => node switch
    {
        JsonObject values => values.SelectMany(pair =>
            pair.Key == "parameters" && pair.Value is JsonObject ? [pair.Key] : Names(pair.Value).Prepend(pair.Key)),
        JsonArray list => list.SelectMany(Names),
        _ => [],
    };
}
