using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.ML.ResNet.Tests.Samples;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Packaging;

/// <summary>The package as a new user takes it: from a feed, into a project outside the repository.</summary>
public sealed class PackageTests
{
    private const string Id = "Contoso.ML.ResNet"; // under another name, which one property gives

    private const string Project =
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <NuGetAudit>false</NuGetAudit>
            <RestorePackagesPath>packages</RestorePackagesPath>
            <RestoreFallbackFolders>$(NuGetPackageRoot)</RestoreFallbackFolders>
            <RestoreAdditionalProjectSources>feed</RestoreAdditionalProjectSources>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{Id}" Version="*" />
          </ItemGroup>
        </Project>
        """;

    [Fact]
    public void AProjectThatReferencesThePackageTrainsAndPredicts()
    {
        using var folder = new TemporaryFolder();
        Dotnet(
            RepositoryFiles.Root, "pack", "src/Microsoft.ML.ResNet/Microsoft.ML.ResNet.csproj", "--no-build",
            "--configuration", Configuration, "--output", folder.File("feed"), $"-p:PackageIdPrefix={Id}");
        File.WriteAllText(folder.File("Consumer.csproj"), Project);
        File.WriteAllText(folder.File("Program.cs"), RepositoryFiles.Read("samples/Minimal/Program.cs"));
        string fallback = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Dotnet(folder.Path, "build", "--output", folder.File("out"), $"-p:NuGetPackageRoot={fallback}");

        string images = ImageFolders.Write(folder.File("images"), perClass: 20);
        SampleProcess trained = SampleProcess.Run(folder.File("out/Consumer.dll"), folder.Path, images);
        Assert.True(trained.ExitCode == 0, trained.Error + trained.Output);
        Assert.Matches(@"disc[/\\]000\.jpg is \w+, with probability", trained.Output);

        File.Delete(folder.File(
            $"out/runtimes/{NativeLibraryLoader.PortableRid}/native/{NativeLibraryLoader.FileName}"));
        SampleProcess without = SampleProcess.Run(folder.File("out/Consumer.dll"), folder.Path, images);
        Assert.NotEqual(0, without.ExitCode);
        Assert.Matches(
            $"native library {Regex.Escape(NativeLibraryLoader.FileName)} .* was not found", without.Error);
        Assert.Contains($"runtimes/{NativeLibraryLoader.PortableRid}/native", without.Error, StringComparison.Ordinal);
    }

    internal static string Configuration { get; } =
        Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(AppContext.BaseDirectory + ".")))!;

    internal static void Dotnet(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        using Process process = Process.Start(start)!;
        SampleProcess result = SampleProcess.Finish(process);
        Assert.True(result.ExitCode == 0, string.Join(' ', arguments) + result.Error + result.Output);
    }
}
