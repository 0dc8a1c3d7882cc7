using SkiaSharp;
using Xunit;
using SampleImages = Samples.Drawing.DrawnImages;

namespace Microsoft.ML.ResNet.Tests.Samples;

public sealed class QuickStartDrawingTests
{
    [Fact]
    public void SameSeedDrawsTheSameFiles()
    {
        using var folder = new TemporaryFolder();
        string[] first = Draw(folder.File("first"), seed: 1);
        string[] again = Draw(folder.File("again"), seed: 1);
        string[] other = Draw(folder.File("other"), seed: 2);
        Assert.Equal(first.Select(File.ReadAllBytes), again.Select(File.ReadAllBytes));
        Assert.NotEqual(first.Select(File.ReadAllBytes), other.Select(File.ReadAllBytes));
        Assert.Equal(6 * (SampleImages.TrainPerClass + SampleImages.TestPerClass), first.Length);
        Assert.All(first, path => Assert.Equal(
            Path.GetExtension(path) == ".jpg" ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, Format(path)));
    }

    private static string[] Draw(string folder, int seed)
    {
        SampleImages.Write(folder, seed, CancellationToken.None);
        return [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    private static SKEncodedImageFormat Format(string path)
    {
        using SKCodec codec = SKCodec.Create(path);
        return codec.EncodedFormat;
    }
}
