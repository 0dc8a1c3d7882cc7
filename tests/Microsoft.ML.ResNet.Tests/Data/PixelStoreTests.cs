using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class PixelStoreTests
{
    private static readonly PixelShape s_shape = new(16, 16, 3, isFloat: false);

    [Theory]
    [InlineData(0, true)]
    [InlineData(10 * 768, true)]
    [InlineData(1 << 20, false)]
    public void StoresTheAppendedImages(long budget, bool onDisk)
    {
        using var folder = new TemporaryFolder();
        using var builder = new PixelStoreBuilder(s_shape, budget, folder.Path);
        byte[] expected = Images(100);
        for (int i = 0; i < 100; i += 5)
            builder.Append(expected.AsSpan(i * s_shape.Bytes, 5 * s_shape.Bytes));

        Assert.Equal(onDisk, builder.IsOnDisk);
        using PixelStore store = builder.Complete();

        Assert.Equal(100, store.Count);
        var actual = new byte[expected.Length];
        Marshal.Copy(store.Pointer, actual, 0, actual.Length);
        Assert.Equal(expected, actual);
        if (!OperatingSystem.IsWindows())
            Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void LeavesNoFileBehind()
    {
        using var folder = new TemporaryFolder();
        using (var builder = new PixelStoreBuilder(s_shape, 0, folder.Path))
            builder.Append(Images(3));
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void AllowsAnEmptyStore()
    {
        using var builder = new PixelStoreBuilder(s_shape, 0);
        using PixelStore store = builder.Complete();
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public void ReportsTheFolderOfAFullDisk()
    {
        if (!File.Exists("/dev/full"))
            return;
        using var file = new TemporaryFile(
            File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite), "/tmp/full");

        IOException error = Assert.Throws<IOException>(() => file.Write(Images(1), 0));

        Assert.Contains("'/tmp/full'", error.Message);
        Assert.Contains("PixelStoreMemoryMB", error.Message);
    }

    [Fact]
    public void RejectsPartialImages()
    {
        using var builder = new PixelStoreBuilder(s_shape, 0);
        Assert.Throws<ArgumentException>(() => builder.Append(new byte[s_shape.Bytes + 1]));
    }

    private static byte[] Images(int count)
    {
        var bytes = new byte[count * s_shape.Bytes];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
