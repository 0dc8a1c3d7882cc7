using System.Diagnostics;
using System.IO.Compression;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Packaging;

/// <summary>The library under test, packed once into a feed.</summary>
public sealed class PackedLibrary : IDisposable
{
    public const string Id = "Contoso.ML.ResNet"; // not the default, to test PackageIdPrefix

    public PackedLibrary() => Dotnet(
        RepositoryFiles.Root, "pack", "src/Microsoft.ML.ResNet/Microsoft.ML.ResNet.csproj", "--no-build",
        "--configuration", Configuration, "--output", Folder.File("feed"), $"-p:PackageIdPrefix={Id}");

    internal TemporaryFolder Folder { get; } = new();

    /// <summary>Reads an entry of the package with the given extension.</summary>
    public byte[] Read(string extension, string entry)
    {
        string package = Assert.Single(Directory.GetFiles(Folder.File("feed"), $"*.{extension}"));
        using ZipArchive archive = ZipFile.OpenRead(package);
        using Stream content = Assert.Single(archive.Entries, e => e.FullName == entry).Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    public void Dispose() => Folder.Dispose();

    internal static void Dotnet(string directory, params string[] arguments) => Run("dotnet", directory, arguments);

    /// <summary>Runs a program to completion; fails unless the exit code is 0.</summary>
    internal static SampleProcess Run(string program, string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        using Process process = Process.Start(start)!;
        SampleProcess result = SampleProcess.Finish(process);
        Assert.True(result.ExitCode == 0, string.Join(' ', arguments) + result.Error + result.Output);
        return result;
    }

    internal static string Configuration { get; } =
        Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(AppContext.BaseDirectory + ".")))!;
}
