using System.Diagnostics;
using System.Text.Json.Nodes;
using SkiaSharp;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Samples;

/// <summary>Runs the degradation sample as a process on a small task.</summary>
public sealed class DegradationTests
{
    private static readonly string[] Names = ["Plain-8", "Plain-14", "ResNet-8", "ResNet-14", "Plain-14 constructed"];

    [Fact]
    public void TrainsPlotsReportsAndKeepsFinishedNetworks()
    {
        using var folder = new TemporaryFolder();
        JsonNode results = Train("finished with");
        JsonNode[] networks = [.. results["networks"]!.AsArray().Select(node => node!)];
        Assert.Equal(Names, networks.Select(network => (string)network["name"]!));
        Assert.Equal([8, 14, 8, 14, 14], networks.Select(network => (int)network["depth"]!));
        Assert.Equal([false, false, true, true, false], networks.Select(network => (bool)network["residual"]!));
        foreach (JsonNode network in networks)
            Check(network, constructed: network["constructedFrom"] is not null);

        // Before training, the constructed network is as good as the shallow one.
        double shallow = (double)networks[0]["testError"]!;
        double constructed = (double)networks[^1]["curve"]![0]!["testError"]!;
        Assert.Equal(shallow, constructed, tolerance: 1); // percent: rounding may change the class of an image

        string html = File.ReadAllText(folder.File("out/report.html"));
        Assert.Equal(4, html.Split("<svg").Length - 1);
        Assert.DoesNotContain("<?xml", html);
        Assert.DoesNotContain("src=", html);
        Assert.All(Names, name => Assert.Contains($"<td>{name}</td>", html));
        using (SKBitmap png = SKBitmap.Decode(folder.File("out/degradation.png")))
        {
            Assert.True(png.Width > 1.5 * png.Height);
            Assert.True(png.Pixels.Distinct().Count() > 10);
        }

        // The same command again trains nothing and gives the same results.
        Assert.Equal(results.ToJsonString(), Train("finished before").ToJsonString());

        JsonNode Train(string expected)
        {
            SampleProcess run = Run(
                folder, "--depths", "8,14", "--iterations", "12", "--images", "100", "--output", "out");
            Assert.True(run.ExitCode == 0, run.Error + run.Output);
            Assert.All(Names, name => Assert.Contains($"{name}: {expected}", run.Output));
            return JsonNode.Parse(File.ReadAllText(folder.File("out/results.json")))!;
        }
    }

    private static void Check(JsonNode network, bool constructed)
    {
        int depth = (int)network["depth"]!;
        ResNetArchitecture architecture = ResNetArchitecture.Cifar(depth, (bool)network["residual"]!);
        Assert.Equal(architecture.CountParameters(classes: 6), (long)network["parameters"]!);
        Assert.Equal(depth - 1, network["layerResponses"]!.AsArray().Count);
        Assert.All(
            network["layerResponses"]!.AsArray(),
            layer => Assert.InRange((double)layer!["standardDeviation"]!, 1e-3, 1e3));
        JsonNode[] curve = [.. network["curve"]!.AsArray().Select(point => point!)];
        // 100 images are four batches of 32, so twelve iterations are three epochs. The constructed network is trained for
        // one epoch of one batch of 128.
        Assert.Equal(constructed ? [0, 1] : [4, 8, 12], curve.Select(point => (int)point["iteration"]!));
        Assert.All(curve, point => Assert.InRange((double)point["trainError"]!, 0, 100));
        Assert.Equal((double)curve[^1]["trainError"]!, (double)network["trainError"]!);
        Assert.Equal((double)curve[^1]["testError"]!, (double)network["testError"]!);
    }

    [Fact]
    public void KilledRunResumesToTheSameWeights()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["--depths", "8", "--iterations", "64", "--images", "100", "--output"];
        using (Process process = SampleProcess.Start("Degradation.dll", folder.Path, [.. arguments, "killed"]))
        {
            while (process.StandardOutput.ReadLine() is { } line
                && !line.StartsWith("ResNet-8: epoch 3/16", StringComparison.Ordinal))
                continue;
            process.Kill(); // SIGKILL at an arbitrary moment
            process.WaitForExit();
        }

        SampleProcess resumed = Run(folder, [.. arguments, "killed"]), whole = Run(folder, [.. arguments, "whole"]);
        Assert.True(resumed.ExitCode == 0, resumed.Error + resumed.Output);
        Assert.Contains("Plain-8: finished before", resumed.Output);
        Assert.Contains("ResNet-8: resumes", resumed.Output);
        Assert.DoesNotContain("ResNet-8: epoch 2/16", resumed.Output);
        Assert.Equal(Weights("whole"), Weights("killed"));
        Assert.Empty(Directory.GetFiles(folder.File("killed/networks"), "*.checkpoint.*"));

        string[] Weights(string output) =>
        [
            .. JsonNode.Parse(File.ReadAllText(folder.File($"{output}/results.json")))!["networks"]!.AsArray()
                .Select(network => network!["curve"]!.ToJsonString() + (string)network["weightsSha256"]!),
        ];
    }

    [Theory]
    [InlineData(2, "--depths 20,21", "6n + 2")]
    [InlineData(2, "--depths 20,deep", "--depths")]
    [InlineData(2, "--precision Int8", "--precision is Int8")]
    [InlineData(2, "--iterations 0", "--iterations is 0")]
    [InlineData(1, "--data missing", "'missing' does not exist")]
    public void ReportsBadArgumentsInOneLine(int exitCode, string arguments, string message)
    {
        using var folder = new TemporaryFolder();
        Run(folder, arguments.Split(' ')).AssertFailed(exitCode, message);
    }

    internal static SampleProcess Run(TemporaryFolder folder, params IEnumerable<string> arguments) =>
        SampleProcess.Run("Degradation.dll", folder.Path, arguments);
}
