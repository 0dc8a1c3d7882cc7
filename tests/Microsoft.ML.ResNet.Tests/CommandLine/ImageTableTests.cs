using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.CommandLine;

public sealed class ImageTableTests
{
    [Theory]
    [InlineData("a.jpg,cat\nb.jpg,dog\n")]
    [InlineData("a.jpg;cat\nb.jpg;dog\n")]
    [InlineData("a.jpg\tcat\nb.jpg\tdog\n")]
    [InlineData("filename,width,height,class\na.jpg,640,480,cat\nb.jpg,640,480,dog\n")]
    [InlineData("class,file\ncat,a.jpg\ndog,b.jpg\n")]
    public void ReadsTheLabelOfEveryImage(string text) =>
        Assert.Equal([("a.jpg", "cat"), ("b.jpg", "dog")], Read(text).Select(image => (image.Name, image.Labels.Single())));

    [Fact]
    public void ReadsPathsWithBackslashes() => Assert.Equal("cats/1.jpg", Read("cats\\1.jpg,cat\n")[0].Name);

    [Fact]
    public void RefusesColumnsOfUnknownMeaning() =>
        Assert.Contains("'w', 'h', 'kind'", Error("filename,w,h,kind\na.jpg,640,480,cat\n"), StringComparison.Ordinal);

    [Fact]
    public void RefusesARowThatStandsOut()
    {
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}.jpg,{(i % 2 == 0 ? "cat" : "dog")}\n"));

        string message = Error(rows + "odd.jpg,cat,dog\n");

        Assert.Contains("'odd.jpg' has 2 labels", message, StringComparison.Ordinal);
        Assert.Contains("--multi-label", message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralLabelsInManyRowsAreMultiLabel()
    {
        using var folder = new TemporaryFolder();
        Assert.True(DataSource.Open(Write(folder, "a.jpg,cat,dog\nb.jpg,dog\n")).Train.IsMultiLabel);
    }

    private static IReadOnlyList<LabeledImage> Read(string text)
    {
        using var folder = new TemporaryFolder();
        return ImageTable.Read(Write(folder, text));
    }

    private static string Error(string text)
    {
        using var folder = new TemporaryFolder();
        return Assert.Throws<UserException>(() => DataSource.Open(Write(folder, text))).Message;
    }

    private static string Write(TemporaryFolder folder, string text)
    {
        string path = folder.File("images.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
