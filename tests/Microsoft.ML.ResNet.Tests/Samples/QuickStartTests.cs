using System.IO.Compression;
using System.Text.Json.Nodes;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Samples;

/// <summary>Runs the quick start as a process on a small task.</summary>
public sealed class QuickStartTests
{
    [Fact]
    public void DrawsTrainsAndClassifiesWithoutOptions()
    {
        using var folder = new TemporaryFolder();
        SampleProcess run = Run(folder, "--epochs", "1", "--json", "summary.json");

        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        Assert.Contains("epoch 1/1", run.Output);
        Assert.Contains("true \\ predicted", run.Output);
        Assert.Equal(3, run.Output.Split('\n').Count(line => line.Contains("examples", StringComparison.Ordinal)));
        JsonNode summary = Json(folder, "summary.json");
        Assert.Equal(1, (int)summary["epochs"]!);
        Assert.Equal(6, (int)summary["classes"]!);
        Assert.InRange((double)summary["baselineAccuracy"]!, 0, 0.3);
        Assert.InRange((double)summary["testAccuracy"]!, 0, 1);
        Assert.InRange((double)summary["testLoss"]!, 0, 10);
        Assert.InRange((double)summary["imagesPerSecond"]!, 1, 1e6);
        Assert.InRange((double)summary["peakMemoryMB"]!, 50, 900);
        Assert.Equal(ResNetArchitecture.ResNet20.CountParameters(6), (long)summary["parameters"]!);
        Assert.Matches("^[0-9a-f]{64}$", (string)summary["weightsSha256"]!);
        Assert.True(File.Exists((string)summary["modelPath"]!));
        foreach (string name in (string[])["testAccuracy", "testLoss", "weightsSha256", "peakMemoryMB"])
            Assert.Contains($"{name} ", run.Output);
    }

    [Fact]
    public void FolderAndZipGiveTheSameWeightsOnAnyNumberOfThreads()
    {
        using var folder = new TemporaryFolder();
        string images = ImageFolders.Write(folder.File("images"), perClass: 20);
        ZipFile.CreateFromDirectory(images, folder.File("images.zip"), CompressionLevel.Fastest, includeBaseDirectory: true);
        File.WriteAllText(Path.Combine(images, "LICENSE.txt"), "no image");

        JsonNode fromFolder = Train("images", "1");
        JsonNode fromZip = Train("images.zip", "3");
        Assert.Equal((string)fromFolder["weightsSha256"]!, (string)fromZip["weightsSha256"]!);
        Assert.Equal(1, (int)fromFolder["ignoredFiles"]!);
        Assert.Equal(0, (int)fromZip["ignoredFiles"]!);
        Assert.Equal(48, (int)fromFolder["trainImages"]!);
        Assert.Equal(12, (int)fromFolder["testImages"]!);
        Assert.Equal(["examples", "model.zip"], Directory.GetFileSystemEntries(folder.File("out")).Select(Path.GetFileName).Order());

        JsonNode Train(string data, string threads)
        {
            SampleProcess run = Run(
                folder, "--data", data, "--threads", threads, "--epochs", "2", "--batch-size", "16", "--image-size", "16",
                "--output", "out", "--json", "summary.json");
            Assert.True(run.ExitCode == 0, run.Error + run.Output);
            return Json(folder, "summary.json");
        }
    }

    [Fact]
    public void PredictPrintsClassesAndReportsUnreadableFiles()
    {
        using var folder = new TemporaryFolder();
        ImageFolders.Write(folder.File("images"), perClass: 10);
        SampleProcess training = Run(folder, "--data", "images", "--epochs", "1", "--image-size", "16", "--output", "out");
        Assert.True(training.ExitCode == 0, training.Error + training.Output);

        File.WriteAllText(folder.File("text.png"), "no image");
        string image = Path.Combine("images", "ring", "000.jpg");
        SampleProcess run = Run(folder, "predict", Path.Combine("out", "model.zip"), "text.png", image, "missing.png");
        Assert.Equal(1, run.ExitCode);
        string[] lines = SampleProcess.Lines(run.Output);
        Assert.Equal(image, lines[0]);
        Assert.Equal(1 + DrawnImages.Classes.Length, lines.Length);
        Assert.Equal(DrawnImages.Classes.Order(), lines[1..].Select(line => line.Split(' ')[^1]).Order());
        string[] errors = run.ErrorLines;
        Assert.Equal(2, errors.Length);
        Assert.StartsWith("error: 'text.png': ", errors[0]);
        Assert.StartsWith("error: 'missing.png': ", errors[1]);
    }

    [Fact]
    public void UnreadableImagesStopTrainingUnlessTheyAreSkipped()
    {
        using var folder = new TemporaryFolder();
        string images = ImageFolders.Write(folder.File("images/train"), perClass: 10);
        ImageFolders.Write(folder.File("images/test"), perClass: 4);
        File.WriteAllBytes(Path.Combine(images, "disc", "bad.jpg"), [0xFF, 0xD8, 0xFF]);
        string[] options = ["--data", "images", "--epochs", "1", "--image-size", "16", "--json", "summary.json"];

        SampleProcess stopped = Run(folder, options);
        Assert.Equal(1, stopped.ExitCode);
        Assert.Contains("train/disc/bad.jpg", Assert.Single(stopped.ErrorLines));

        SampleProcess skipped = Run(folder, [.. options, "--skip-bad-images"]);
        Assert.True(skipped.ExitCode == 0, skipped.Error + skipped.Output);
        Assert.Equal(1, (int)Json(folder, "summary.json")["skippedImages"]!);
    }

    internal static SampleProcess Run(TemporaryFolder folder, params IEnumerable<string> arguments) =>
        SampleProcess.Run("QuickStart.dll", folder.Path, arguments);

    private static JsonNode Json(TemporaryFolder folder, string name) => JsonNode.Parse(File.ReadAllText(folder.File(name)))!;
}
