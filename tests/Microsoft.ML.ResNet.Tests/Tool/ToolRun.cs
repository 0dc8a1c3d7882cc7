using System.Text.Json.Nodes;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Tool;

/// <summary>The command <c>resnet</c> as a process, in a folder of its own.</summary>
internal static class ToolRun
{
    private static readonly string s_documentation = RepositoryFiles.Read("src/Documentation/command-line.md");

    public static SampleProcess Run(TemporaryFolder folder, params IEnumerable<string> arguments) =>
        SampleProcess.Run("resnet.dll", folder.Path, arguments);

    /// <summary>Fails unless the exit code is 0.</summary>
    public static SampleProcess Succeed(TemporaryFolder folder, string command, params IEnumerable<string> arguments)
    {
        SampleProcess run = Run(folder, [.. command.Split(' '), .. arguments]);
        Assert.True(run.ExitCode == 0, command + run.Error + run.Output);
        return run;
    }

    /// <summary>
    /// What a command writes to standard output with <c>--json -</c>; every field is in the documentation.
    /// </summary>
    public static JsonNode Json(TemporaryFolder folder, string command, params IEnumerable<string> arguments) =>
        Documented(Succeed(folder, command, [.. arguments, "--json", "-"]).Output);

    public static JsonNode Documented(string text)
    {
        JsonNode node = JsonNode.Parse(text)!;
        Assert.All(Names(node).Distinct(), name => Assert.Contains($"`{name}`", s_documentation));
        return node;
    }

    /// <summary>Trains the smallest network that there is a name for on drawn images, for an epoch.</summary>
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
