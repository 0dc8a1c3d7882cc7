using System.Text.Json.Nodes;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Samples;

/// <summary>Runs the fine-tuning sample as a process on a small task.</summary>
public sealed class FineTuningTests
{
    [Fact]
    public void PretrainsOnHalfOfTheClassesAndFineTunesInEveryWay()
    {
        using var folder = new TemporaryFolder();
        SampleProcess run = Run(
            folder, "--epochs", "1", "--tuning-epochs", "1", "--images-per-class", "5", "--output", "out");
        Assert.True(run.ExitCode == 0, run.Error + run.Output);

        JsonNode results = JsonNode.Parse(File.ReadAllText(folder.File("out/results.json")))!;
        Assert.Equal(["circle", "cross", "ring"], Names(results["knownClasses"]!));
        Assert.Equal(["square", "star", "triangle"], Names(results["newClasses"]!));
        Assert.Equal((15, 180), ((int)results["newTrainImages"]!, (int)results["newTestImages"]!));
        JsonNode[] trainings = [.. results["trainings"]!.AsArray().Select(node => node!)];
        Assert.Equal(
            ["from scratch", "head only", "last stage and head", "all layers"],
            trainings.Select(training => (string)training["way"]!));
        Assert.All(trainings, training => Assert.InRange((double)training["accuracy"]!, 0.1, 1));
        Assert.All(trainings, training => Assert.Contains((string)training["way"]!, run.Output));

        using ResNetClassifierTransformer known = new MLContext().Model.LoadResNetWeights(
            folder.File("out/pretrained.safetensors"));
        Assert.Equal(["circle", "cross", "ring"], known.ClassNames);
        Assert.Equal(ResNetArchitecture.ResNet20, known.Architecture);
    }

    [Theory]
    [InlineData(1, "--data classes", "There are 3 classes")]
    [InlineData(1, "--data missing", "'missing' does not exist")]
    [InlineData(2, "--images-per-class 0", "--images-per-class is 0")]
    [InlineData(2, "--architecture ResNet19", "There is no architecture \"ResNet19\"")]
    public void ReportsBadArgumentsInOneLine(int exitCode, string arguments, string message)
    {
        using var folder = new TemporaryFolder();
        ImageFolders.Write(folder.File("classes"), perClass: 2);
        Run(folder, arguments.Split(' ')).AssertFailed(exitCode, message);
    }

    private static string[] Names(JsonNode list) => [.. list.AsArray().Select(name => (string)name!)];

    private static SampleProcess Run(TemporaryFolder folder, params IEnumerable<string> arguments) =>
        SampleProcess.Run("FineTuning.dll", folder.Path, arguments);
}
