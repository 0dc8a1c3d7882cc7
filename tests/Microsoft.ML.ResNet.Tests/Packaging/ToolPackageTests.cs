using System.Diagnostics;
using Microsoft.ML.ResNet.Tests.Samples;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Packaging;

/// <summary>The command-line tool as a new user installs it: from a feed, and by the name that it is called by.</summary>
public sealed class ToolPackageTests
{
    private const string Prefix = "Contoso.ML.ResNet";

    [Fact]
    public void TheInstalledToolTrainsAndPredicts()
    {
        using var folder = new TemporaryFolder();
        PackedLibrary.Dotnet(
            RepositoryFiles.Root, "pack", "src/Microsoft.ML.ResNet.Tool/Microsoft.ML.ResNet.Tool.csproj", "--no-build",
            "--configuration", PackedLibrary.Configuration, "--output", folder.File("feed"), $"-p:PackageIdPrefix={Prefix}");
        // No other source is asked: the package holds all that it runs with.
        File.WriteAllText(
            folder.File("NuGet.config"),
            """<configuration><packageSources><clear /><add key="feed" value="feed" /></packageSources></configuration>""");
        PackedLibrary.Dotnet(
            folder.Path, "tool", "install", $"{Prefix}.Tool", "--tool-path", folder.File("tools"), "--configfile",
            folder.File("NuGet.config"), "--no-cache");

        ImageFolders.Write(folder.File("images"), perClass: 5);
        Resnet(folder, "train", "--data", "images", "--epochs", "1", "--image-size", "16", "--output", "model.zip");
        Assert.StartsWith(
            "images/disc/000.jpg: ", Resnet(folder, "predict", "model.zip", "images/disc/000.jpg").Output);
        Assert.Contains("resnet train [options]", Resnet(folder, "train", "--help").Output);
    }

    private static SampleProcess Resnet(TemporaryFolder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(folder.File("tools/resnet"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        using Process process = Process.Start(start)!;
        SampleProcess result = SampleProcess.Finish(process);
        Assert.True(result.ExitCode == 0, string.Join(' ', arguments) + result.Error + result.Output);
        return result;
    }
}
