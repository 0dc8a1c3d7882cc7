using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.Data;
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
        Assert.Equal(1, sets.Ignored.Count);
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
        IEnumerable<string> Test(IEnumerable<string> order, int seed) => ImageLayout.Arrange(order, FormatOf, seed).Test.Select(image => image.Name);
        Assert.Equal(Test(names, 1), Test(names.Reverse(), 1));
        Assert.NotEqual(Test(names, 1), Test(names, 2));
    }

    [Fact]
    public void IgnoresAndCountsHiddenStrayAndOtherFiles()
    {
        ImageSplit sets = Arrange("a/1.jpg", "a/2.jpg", "b/1.jpg", "b/2.jpg", "stray.jpg", "a/notes.txt", ".hidden/1.jpg", "__MACOSX/a/1.jpg");
        Assert.Equal(2, sets.Classes);
        Assert.Equal(4, sets.Ignored.Count);
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

    [Theory]
    [InlineData("train", "valid", "test")]
    [InlineData("Training", "Validation", "Testing")]
    [InlineData("TRAIN", "dev", "eval")]
    public void KnowsTheNamesOfSplitFolders(string train, string validation, string test)
    {
        ImageSplit sets = Arrange(
            $"{train}/a/1.jpg", $"{train}/b/1.jpg", $"{validation}/a/2.jpg", $"{validation}/b/2.jpg", $"{test}/a/3.jpg");

        Assert.Equal(["a", "b"], sets.Train.Select(image => image.Label));
        Assert.Equal([$"{validation}/a/2.jpg", $"{validation}/b/2.jpg"], sets.Validation.Select(image => image.Name));
        Assert.Equal([$"{test}/a/3.jpg"], sets.Test.Select(image => image.Name));
        Assert.Equal(0, sets.Ignored.Count);
    }

    [Fact]
    public void ClassesMayHaveTheNameOfASplit() =>
        Assert.Equal(["bus", "test", "train"], Labels("bus/1.jpg", "train/1.jpg", "train/2.jpg", "test/1.jpg"));

    [Theory]
    [InlineData("'val', 'valid' all look like validation", "train/a/1.jpg", "val/a/1.jpg", "valid/a/1.jpg")]
    [InlineData("'cats' lie beside them", "train/a/1.jpg", "test/a/1.jpg", "cats/1.jpg")]
    [InlineData("none with training images", "val/a/1.jpg", "test/a/1.jpg")]
    public void RefusesAmbiguousFolders(string complaint, params string[] names) => Assert.Contains(
        complaint, Assert.Throws<UserException>(() => Arrange(names)).Message, StringComparison.Ordinal);

    [Fact]
    public void RecognisesImagesByContent() =>
        Assert.Equal(["a", "b"], Labels("a/1.jpg", "b/1.jfif", "b/2.jfif", "b/photo"));

    [Fact]
    public void RefusesAClassThatHasUnsupportedImagesOnly()
    {
        string message = Assert.Throws<UserException>(() => Arrange("a/1.jpg", "b/1.jpg", "scans/1.tif", "scans/2.tif")).Message;

        Assert.Contains("'scans'", message, StringComparison.Ordinal);
        Assert.Contains("TIFF image 'scans/1.tif'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void SaysWhyFilesAreIgnored() => Assert.Equal(
        "4 (TIFF image: 1, file that is not an image: 1, hidden file: 1, image outside the class folders: 1)",
        Arrange("a/1.jpg", "a/2.tif", "a/notes.txt", "b/1.jpg", "stray.jpg", ".hidden/1.jpg").Ignored.ToString());

    // Names stand for contents: .jfif files and those without an extension are JPEG images.
    private static ImageFormat FormatOf(string name) => ImageFormat.Detect(Path.GetExtension(name) switch
    {
        ".jfif" or "" => [0xFF, 0xD8, 0xFF, 0xE0, 0, 16],
        ".tif" => "II*\0\b\0\0\0"u8,
        _ => "some words of text"u8,
    });

    private static ImageSplit Arrange(params string[] names) => ImageLayout.Arrange(names, FormatOf, seed: 1);
}
