using System.IO.Compression;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.CommandLine;

public sealed class ZipContainerTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i >> 3))];

    [Fact]
    public void ReadsEntries()
    {
        using var folder = new TemporaryFolder();
        ImageContainer zip = ImageContainer.Open(Write(folder, CompressionLevel.Fastest, "a/1.png", "../../evil.png", "/rooted.png"));
        Assert.Equal(["a/1.png", "../../evil.png", "/rooted.png"], zip.List());
        using IImageReader reader = zip.OpenReader();
        Assert.Equal(Content, reader.Read("a/1.png"));
    }

    [Fact]
    public void ReadsEntriesWithBackslashes()
    {
        using var folder = new TemporaryFolder();
        ImageContainer zip = ImageContainer.Open(Write(folder, CompressionLevel.Fastest, "cats\\1.png"));
        Assert.Equal(["cats/1.png"], zip.List());
        using IImageReader reader = zip.OpenReader();
        Assert.Equal(Content, reader.Read("cats/1.png"));
        Assert.Equal(Content[..16], reader.ReadStart("cats/1.png", 16));
    }

    [Theory]
    [InlineData(CompressionLevel.Fastest, 5001)]
    [InlineData(CompressionLevel.Fastest, int.MaxValue)]
    [InlineData(CompressionLevel.NoCompression, 4999)]
    [InlineData(CompressionLevel.NoCompression, 5001)]
    public void RejectsWrongUncompressedSizes(CompressionLevel compression, int claimed)
    {
        using var folder = new TemporaryFolder();
        string path = Write(folder, compression, "a/1.png");
        byte[] bytes = File.ReadAllBytes(path);
        int header = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(header + 24), claimed); // the entry's uncompressed size
        File.WriteAllBytes(path, bytes);
        using IImageReader reader = ImageContainer.Open(path).OpenReader();
        Assert.Contains("a/1.png", Assert.Throws<UserException>(() => reader.Read("a/1.png")).Message);
    }

    [Fact]
    public void ReportsEveryTruncationAsUserException()
    {
        using var folder = new TemporaryFolder();
        string path = Write(folder, CompressionLevel.Fastest, "a/1.png", "b/2.png");
        byte[] bytes = File.ReadAllBytes(path);
        for (int length = 0; length < bytes.Length; length += 7)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<UserException>(() => ImageContainer.Open(path).List().ToArray());
        }
    }

    private static string Write(TemporaryFolder folder, CompressionLevel compression, params string[] names)
    {
        string path = folder.File("test.zip");
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (string name in names)
        {
            using Stream entry = archive.CreateEntry(name, compression).Open();
            entry.Write(Content);
        }
        return path;
    }
}
