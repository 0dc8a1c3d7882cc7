using Microsoft.ML.ResNet.Persistence;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class AtomicFileTests
{
    [Fact]
    public void KeepsTheOldFileOnAnException()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("file");
        AtomicFile.Write(path, stream => stream.Write([1, 2, 3]));
        Assert.Throws<TimeoutException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write([4]);
            throw new TimeoutException();
        }));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task ReadersSeeCompleteOldOrNewContent()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("file");
        byte[][] contents = [.. Enumerable.Range(0, 2).Select(i => Enumerable.Repeat((byte)i, 100_000).ToArray())];
        AtomicFile.Write(path, stream => stream.Write(contents[0]));
        bool done = false;
        Task writer = Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
                AtomicFile.Write(path, stream => stream.Write(contents[i % 2]));
            Volatile.Write(ref done, true);
        });
        while (!Volatile.Read(ref done))
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] read = new byte[200_000];
            int length = stream.ReadAtLeast(read, read.Length, throwOnEndOfStream: false);
            Assert.Equal(contents[read[0]], read[..length]);
        }
        await writer;
    }

    [Fact]
    public void PrepareCreatesOnlyTheFolder()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "a", "b", "file");
        AtomicFile.Prepare(path);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void KeepsAndNamesTheNewContentIfOnlyTheRenamingFails()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.zip");
        // Nothing can be renamed onto a folder with files.
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "file"), "");

        IOException error = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream => stream.WriteByte(7)));

        Assert.Contains($"The complete new content is in '{path}.tmp'", error.Message);
        Assert.Equal([7], File.ReadAllBytes(path + ".tmp"));
    }
}
