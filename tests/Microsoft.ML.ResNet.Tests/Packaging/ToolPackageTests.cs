using System.IO.Compression;
using Microsoft.ML.ResNet.Interop;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Packaging;

/// <summary>Installs the command-line tool from a feed as a new user does, and runs it by its command name.</summary>
public sealed class ToolPackageTests
{
    [Fact]
    public void InstalledToolTrainsAndPredicts()
    {
        using var folder = new TemporaryFolder();
        PackedLibrary.Dotnet(
            RepositoryFiles.Root, "pack", "src/Microsoft.ML.ResNet.Tool/Microsoft.ML.ResNet.Tool.csproj", "--no-build",
            "--configuration", PackedLibrary.Configuration, "--output", folder.File("feed"),
            $"-p:PackageIdPrefix={PackedLibrary.Id}");
        AssertHasNoUnneededFiles(Assert.Single(Directory.GetFiles(folder.File("feed"), "*.nupkg")));
        // No other source is configured: the package must contain everything that it needs.
        File.WriteAllText(
            folder.File("NuGet.config"),
            """<configuration><packageSources><clear /><add key="feed" value="feed" /></packageSources></configuration>""");
        PackedLibrary.Dotnet(
            folder.Path, "tool", "install", $"{PackedLibrary.Id}.Tool", "--tool-path", folder.File("tools"), "--configfile",
            folder.File("NuGet.config"), "--no-cache");

        ImageFolders.Write(folder.File("images"), perClass: 5);
        Resnet(folder, "train", "--data", "images", "--epochs", "1", "--image-size", "16", "--output", "model.zip");
        Assert.StartsWith(
            "images/disc/000.jpg: ", Resnet(folder, "predict", "model.zip", "images/disc/000.jpg").Output);
        Assert.Contains("resnet train [options]", Resnet(folder, "train", "--help").Output);
    }

    // Debug files, API documentation, and native assets of platforms without kernels in the package.
    private static void AssertHasNoUnneededFiles(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
        Assert.All(names, name => Assert.DoesNotMatch(@"\.(dbg|dwarf)$|ResNet.*\.xml$", name));
        IEnumerable<string> platforms = names
            .Where(name => name.Contains("/runtimes/", StringComparison.Ordinal)).Select(name => name.Split('/')[4]);
        Assert.Superset(
            platforms.ToHashSet(),
            new HashSet<string> { "linux-x64", "linux-arm64", "win-x64", NativeLibraryLoader.PortableRid });
    }

    private static SampleProcess Resnet(TemporaryFolder folder, params string[] arguments) =>
        PackedLibrary.Run(folder.File("tools/resnet"), folder.Path, arguments);
}
