using System.Text.Json.Nodes;
using SkiaSharp;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Samples;

/// <summary>Runs the nearest images sample as a process on a small task.</summary>
public sealed class NearestImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FindsNeighboursOfTheSameClassAndReusesTheIndex()
    {
        string images = ImageFolders.Write(_folder.File("images"), perClass: 60);
        File.WriteAllText(Path.Combine(images, "disc", "broken.jpg"), "no image");

        JsonNode first = Run("--data", "images", "--image-size", "16", "--epochs", "8", "--output", "out");

        // Folder names are the classes: 3 of equal size, so a third of random neighbors have the same class.
        Assert.Equal((180, 1), ((int)first["images"]!, (int)first["unreadableImages"]!));
        Assert.Equal(64, (int)first["features"]!);
        Assert.InRange((double)first["precisionByChance"]!, 0.32, 0.34);
        Assert.InRange((double)first["precisionAt5"]!, 0.7, 1);
        Assert.Equal(DrawnImages.Classes, first["precisionAt5ByClass"]!.AsObject().Select(pair => pair.Key));
        Assert.All(first["precisionAt5ByClass"]!.AsObject(), pair => Assert.InRange((double)pair.Value!, 0.5, 1));
        Assert.All(first["queries"]!.AsArray(), query => Assert.DoesNotContain(
            (string)query!["name"]!, query["neighbours"]!.AsArray().Select(found => (string)found!["name"]!)));

        // With the model and the index of the first run, a file is its own nearest neighbor.
        JsonNode second = Run(
            "--data", "images", "--model", "out/model.zip", "--index", "out/index.idv", "--output", "out",
            "--count", "3", "--image", "images/ring/007.jpg", "images/square/011.jpg");
        Assert.Equal((double)first["precisionAt5"]!, (double)second["precisionAt5"]!);
        string[] nearest = [.. second["queries"]!.AsArray().Select(query => (string)query!["neighbours"]![0]!["name"]!)];
        Assert.Equal(["ring/007.jpg", "square/011.jpg"], nearest);
        Assert.All(second["queries"]!.AsArray(), query =>
        {
            Assert.Equal(3, query!["neighbours"]!.AsArray().Count);
            Assert.Equal(1, (double)query["neighbours"]![0]!["similarity"]!, 1e-5);
        });
        using SKBitmap sheet = SKBitmap.Decode(_folder.File("out/nearest.png"));
        Assert.True(sheet.Width > 4 * 96 && sheet.Height > 2 * 96);
        Assert.True(sheet.Pixels.Distinct().Count() > 1000, "the images are drawn");
    }

    [Fact]
    public void DrawsImagesWithoutData()
    {
        JsonNode results = Run("--epochs", "1");
        Assert.Equal(2160, (int)results["images"]!);
        Assert.Equal(6, results["precisionAt5ByClass"]!.AsObject().Count);
        Assert.True((double)results["precisionAt5"]! > (double)results["precisionByChance"]!);
        Assert.True(File.Exists(_folder.File("artifacts/nearest-images/index.idv")));
    }

    [Fact]
    public void SearchesAFolderWithoutClasses()
    {
        ImageFolders.Write(_folder.File("images"), perClass: 8);
        Run("--data", "images", "--image-size", "16", "--epochs", "1", "--output", "out");
        Directory.CreateDirectory(_folder.File("flat"));
        foreach (string file in Directory.GetFiles(_folder.File("images"), "*.jpg", SearchOption.AllDirectories))
        {
            string label = Path.GetFileName(Path.GetDirectoryName(file)!);
            File.Copy(file, _folder.File($"flat/{label}-{Path.GetFileName(file)}"));
        }

        JsonNode results = Run("--data", "flat", "--model", "out/model.zip", "--output", "out");

        Assert.Equal(24, (int)results["images"]!);
        Assert.Null(results["precisionAt5"]);
        Assert.Equal(6, results["queries"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("--data missing", 1, "'missing' does not exist")]
    [InlineData("--data empty", 1, "'empty' has no class folders")]
    [InlineData("--data empty --model weights", 1, "'weights' is no safetensors file")]
    [InlineData("--index index.idv", 2, "--index needs the --model")]
    [InlineData("--architecture ResNet19", 2, "There is no architecture \"ResNet19\"")]
    [InlineData("--count 21", 2, "--count is 21")]
    public void ReportsBadArgumentsInOneLine(string arguments, int exitCode, string message)
    {
        Directory.CreateDirectory(_folder.File("empty"));
        File.WriteAllText(_folder.File("weights"), "neither a model nor weights");
        SampleProcess.Run("NearestImages.dll", _folder.Path, arguments.Split(' ')).AssertFailed(exitCode, message);
    }

    private JsonNode Run(params string[] arguments)
    {
        SampleProcess run =
            SampleProcess.Run("NearestImages.dll", _folder.Path, [.. arguments, "--json", "results.json"]);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        return JsonNode.Parse(File.ReadAllText(_folder.File("results.json")))!;
    }
}
