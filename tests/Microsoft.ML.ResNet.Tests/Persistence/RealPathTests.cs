using Microsoft.ML.ResNet.Persistence;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ResolvesLinksOfFilesAndFolders()
    {
        Directory.CreateDirectory(_folder.File("real/deep"));
        File.WriteAllText(_folder.File("real/deep/a.txt"), "");
        Directory.CreateSymbolicLink(_folder.File("link"), "real");
        Directory.CreateSymbolicLink(_folder.File("chain"), _folder.File("link"));
        File.CreateSymbolicLink(_folder.File("b.txt"), "chain/deep/a.txt");

        string file = RealPath.Of(_folder.File("real/deep/a.txt"));
        Assert.All(
            (string[])["b.txt", "link/deep/a.txt", "chain/deep/../deep/a.txt", "real/./deep/a.txt"],
            name => Assert.Equal(file, RealPath.Of(_folder.File(name))));
        Assert.Equal(RealPath.Of(_folder.File("real/new")), RealPath.Of(_folder.File("chain/new")));
        Assert.False(RealPath.AreSame(_folder.File("b.txt"), _folder.File("link")));
    }

    [Fact]
    public void EndsAtACycleOfLinks()
    {
        File.CreateSymbolicLink(_folder.File("one"), "two");
        File.CreateSymbolicLink(_folder.File("two"), "one");
        Assert.StartsWith(RealPath.Of(_folder.Path), RealPath.Of(_folder.File("one")));
    }

    [Fact]
    public void RecognisesAMountPoint()
    {
        string file = _folder.File("a model.zip");
        File.WriteAllText(file, "");
        string[] mounts =
        [
            "22 1 0:21 / /proc rw - proc proc rw",
            $"30 1 8:1 /x {RealPath.Of(file).Replace(" ", "\\040")} rw,relatime - ext4 /dev/sda1 rw",
        ];
        Assert.True(MountPoints.Contains(file, mounts));
        Assert.False(MountPoints.Contains(_folder.File("other.zip"), mounts));
    }
}
