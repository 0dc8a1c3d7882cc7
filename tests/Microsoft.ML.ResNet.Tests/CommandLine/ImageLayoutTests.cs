using Microsoft.ML.ResNet.CommandLine.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.CommandLine;

public sealed class ImageLayoutTests
{
    [Theory]
    [InlineData("")]
    [InlineData("data/")]
    [InlineData("a/b/c/")]
    public void UsesSplitFoldersAtAnyDepth(string above)
    {
        ImageSplit sets = Arrange($"{above}train/cat/1.jpg", $"{above}train/dog/2.PNG", $"{above}Test/cat/3.webp", $"{above}readme.txt");
        Assert.Equal([new($"{above}train/cat/1.jpg", "cat"), new($"{above}train/dog/2.PNG", "dog")], sets.Train);
        Assert.Equal([new ImageFile($"{above}Test/cat/3.webp", "cat")], sets.Test);
        Assert.Equal(1, sets.IgnoredFiles);
    }

    [Theory]
    [InlineData("")]
    [InlineData("flowers/")]
    public void HoldsOutAFifthOfEveryClassWithoutSplitFolders(string above)
    {
        string[] names = [.. from label in (string[])["x", "y"] from i in Enumerable.Range(0, 10) select $"{above}{label}/{i}.jpg"];
        ImageSplit sets = Arrange(names);
        Assert.Equal(16, sets.Train.Count);
        Assert.Equal(["x", "x", "y", "y"], sets.Test.Select(image => image.Label));
        Assert.Equal(names.Order(), sets.Train.Concat(sets.Test).Select(image => image.Name).Order());
    }

    [Fact]
    public void SplitDependsOnTheSeedButNotOnFileOrder()
    {
        string[] names = [.. Enumerable.Range(0, 100).Select(i => $"x/{i:D2}.jpg")];
        IEnumerable<string> Test(IEnumerable<string> order, int seed) => ImageLayout.Arrange(order, seed).Test.Select(image => image.Name);
        Assert.Equal(Test(names, 1), Test(names.Reverse(), 1));
        Assert.NotEqual(Test(names, 1), Test(names, 2));
    }

    [Fact]
    public void IgnoresAndCountsHiddenStrayAndOtherFiles()
    {
        ImageSplit sets = Arrange("a/1.jpg", "a/2.jpg", "b/1.jpg", "b/2.jpg", "stray.jpg", "a/notes.txt", ".hidden/1.jpg", "__MACOSX/a/1.jpg");
        Assert.Equal(2, sets.Classes);
        Assert.Equal(4, sets.IgnoredFiles);
    }

    [Fact]
    public void SubfoldersOfAClassBelongToIt()
    {
        ImageSplit sets = Arrange("a/x/1.jpg", "a/y/2.jpg", "b/1.jpg", "b/z/2.jpg");
        Assert.Equal(["a", "a", "b", "b"], sets.Train.Concat(sets.Test).Select(image => image.Label).Order());
    }

    [Fact]
    public void FolderOfImagesIsAClassAndNotTheRoot() => Assert.Equal(["only"], Labels("only/1.jpg", "only/2.jpg"));

    [Fact]
    public void TrainFolderAloneIsTheRoot() => Assert.Equal(["a", "b"], Labels("train/a/1.jpg", "train/b/2.jpg"));

    private static IEnumerable<string> Labels(params string[] names) =>
        Arrange(names) is var sets ? sets.Train.Concat(sets.Test).Select(image => image.Label).Distinct().Order() : [];

    private static ImageSplit Arrange(params string[] names) => ImageLayout.Arrange(names, seed: 1);
}
