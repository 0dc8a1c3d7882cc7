using System.Text;
using Microsoft.ML.ResNet.Interop;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class NativeLibraryLoaderTests : IDisposable
{
    private static readonly string s_place = Path.Combine(
        "runtimes", NativeLibraryLoader.PortableRid, "native", NativeLibraryLoader.FileName);

    private readonly string _directory = Directory.CreateTempSubdirectory("resnet-native-").FullName;

    [Fact]
    public void ReportsAMissingLibraryWithFileRuntimeVersionAndRemedy()
    {
        string message = Fail();
        Assert.Contains(NativeLibraryLoader.FileName, message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_directory, s_place) + " (no such file)", message, StringComparison.Ordinal);
        Assert.Contains(NativeLibraryLoader.PortableRid, message, StringComparison.Ordinal);
        Assert.Contains(NativeLibraryLoader.Version, message, StringComparison.Ordinal);
        Assert.Contains("CMake", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReportsAFileThatIsNotALibrary()
    {
        Write("this is not a library"u8.ToArray());
        Assert.Contains(
            Path.Combine(_directory, s_place) + " (not a library that this system can load)", Fail(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void RejectsAnotherVersionAndNamesBoth()
    {
        byte[] library = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, s_place));
        byte[] version = Encoding.ASCII.GetBytes($"{NativeLibraryLoader.Version}\0");
        Span<byte> place = library.AsSpan(library.AsSpan().IndexOf(version), version.Length);
        place[^2] = (byte)'?';
        string other = Encoding.ASCII.GetString(place[..^1]);
        Write(library);

        string message = Fail();
        Assert.Contains(Path.Combine(_directory, s_place), message, StringComparison.Ordinal);
        Assert.Contains($"has version {other}", message, StringComparison.Ordinal);
        Assert.Contains($"needs version {NativeLibraryLoader.Version}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindsTheLibraryBesideTheProgram()
    {
        File.Copy(
            Path.Combine(AppContext.BaseDirectory, s_place), Path.Combine(_directory, NativeLibraryLoader.FileName));
        Assert.NotEqual(0, NativeLibraryLoader.FindAndCheck([_directory], searchSystem: false));
    }

    private string Fail() => Assert.Throws<DllNotFoundException>(
        () => NativeLibraryLoader.FindAndCheck([_directory], searchSystem: false)).Message;

    private void Write(byte[] content)
    {
        string path = Path.Combine(_directory, s_place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
