using System.Text.RegularExpressions;
using Microsoft.ML.ResNet.Interop;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Packaging;

/// <summary>Uses the package as a new user does: from a feed, in a project outside the repository.</summary>
public sealed class PackageTests(PackedLibrary packed) : IClassFixture<PackedLibrary>
{
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
            <PackageReference Include="{PackedLibrary.Id}" Version="*" />
          </ItemGroup>
        </Project>
        """;

    [Fact]
    public void ProjectThatReferencesThePackageTrainsAndPredicts()
    {
        TemporaryFolder folder = packed.Folder;
        File.WriteAllText(folder.File("Consumer.csproj"), Project);
        File.WriteAllText(folder.File("Program.cs"), RepositoryFiles.Read("samples/Minimal/Program.cs"));
        string fallback = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        PackedLibrary.Dotnet(folder.Path, "build", "--output", folder.File("out"), $"-p:NuGetPackageRoot={fallback}");

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
}
