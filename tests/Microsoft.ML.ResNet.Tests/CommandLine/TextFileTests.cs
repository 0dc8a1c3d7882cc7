using System.Text;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.ModelBuilder;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.CommandLine;

public sealed class TextFileTests : IDisposable
{
    private const string Composed = "caf\u00e9", Decomposed = "cafe\u0301";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void ReadsUnicodeWithAByteOrderMark(string encoding)
    {
        string path = _folder.File("table.csv");
        File.WriteAllText(path, $"a.jpg,{Decomposed}\nb.jpg,{Composed}\n", Encoding.GetEncoding(encoding));

        IReadOnlyList<LabeledImage> images = ImageTable.Read(path);

        Assert.Equal(["a.jpg", "b.jpg"], images.Select(image => image.Name));
        Assert.All(images, image => Assert.Equal([Composed], image.Labels));
    }

    [Fact]
    public void RefusesLatin1AndUtf16WithoutAByteOrderMark()
    {
        byte[][] contents =
            [Encoding.Latin1.GetBytes($"a.jpg,{Composed}\n"), new UnicodeEncoding(false, false).GetBytes("a.jpg,b\n")];
        foreach (byte[] content in contents)
        {
            string path = _folder.File("table.csv");
            File.WriteAllBytes(path, content);
            UserException error = Assert.Throws<UserException>(() => ImageTable.Read(path));
            Assert.Contains("is not in UTF-8", error.Message);
        }
    }

    [Fact]
    public void ATableFindsFilesInTheOtherUnicodeForm()
    {
        File.WriteAllBytes(_folder.File($"{Decomposed}.png"), DrawnImages.Encoded("disc", 1));
        File.WriteAllBytes(_folder.File("b.png"), DrawnImages.Encoded("disc", 2));
        File.WriteAllText(_folder.File("table.csv"), $"{Composed}.png,a\nb.png,b\n");

        using IImageReader reader = new FolderContainer(_folder.Path).OpenReader();
        Assert.Equal(DrawnImages.Encoded("disc", 1), reader.Read(ImageTable.Read(_folder.File("table.csv"))[0].Name));
    }

    [Fact]
    public void FoldersInBothUnicodeFormsAreOneClass()
    {
        foreach (string name in (string[])[Composed, Decomposed, "other"])
        {
            Directory.CreateDirectory(_folder.File(name));
            for (int i = 0; i < 2; i++)
                File.WriteAllBytes(Path.Combine(_folder.File(name), $"{i}.png"), DrawnImages.Encoded("disc", i));
        }

        Assert.Equal([Composed, "other"], DataSource.Open(_folder.Path).Train.Classes);
        Assert.Equal(
            [Composed, "other"],
            LabeledFile.In(_folder.Path, "images").Select(file => file.Label).Distinct());
    }
}
