using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using SkiaSharp;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class OverlayTests
{
    // A map whose only heat is in the upper left pixel of a gray 16x16 image.
    private static ResNetExplanation Hot(int storedSize = 16)
    {
        ResNetModel network = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.None), size: 16);
        ImageSpecification specification = new(
            new PixelShape(storedSize, storedSize, 3, false), ResNetPixelLayout.Interleaved,
            Transforms.Image.ImageResizingEstimator.ResizingKind.IsoCrop);
        ClassifierModel model = new(
            network, specification, ClassLabels.FromNames(["a", "b", "c", "d", "e"]), new ScoringColumns("Image", null, "Score", "Predicted"),
            ResNetBadImagePolicy.Throw, ResNetPrecision.Float32);
        byte[] pixels = new byte[specification.Shape.Bytes];
        pixels.AsSpan().Fill(100);
        float[] map = new float[256];
        map[0] = 1;
        return new ResNetExplanation(model, InputImage.FromStored(pixels, specification, network), map)
        {
            Method = ResNetExplanationMethod.GradCam, ClassName = "1", ClassIndex = 0, Scores = [1, 0, 0, 0, 0], Peak = 2,
        };
    }

    [Fact]
    public void HeatCoversTheImage()
    {
        using SKBitmap picture = SKBitmap.Decode(Hot().ToOverlayPng(new ResNetOverlayOptions { Opacity = 1 }));
        Assert.Equal((256, 256), (picture.Width, picture.Height));
        Assert.Equal(new SKColor(0xfc, 0xff, 0xa4), picture.GetPixel(0, 0));
        Assert.Equal(new SKColor(100, 100, 100), picture.GetPixel(128, 128));
        Assert.Equal(new SKColor(100, 100, 100), picture.GetPixel(40, 0));
    }

    [Fact]
    public void HeatOnAPhotographCoversTheNetworksInput()
    {
        // The middle square of 96x32 pixels is stored as 20x20; the network's input is its middle 16x16.
        using SKBitmap photograph = new(new SKImageInfo(96, 32));
        photograph.Erase(new SKColor(100, 100, 100));
        using SKBitmap picture = SKBitmap.Decode(Hot(storedSize: 20).ToOverlayPng(
            new ResNetOverlayOptions { Opacity = 1, Photograph = DrawnImages.Encode(photograph) }));
        Assert.Equal((96, 32), (picture.Width, picture.Height));
        Assert.Equal(new SKColor(40, 40, 40), picture.GetPixel(10, 16));
        Assert.Equal(new SKColor(40, 40, 40), picture.GetPixel(33, 1));
        Assert.Equal(new SKColor(0xfc, 0xff, 0xa4), picture.GetPixel(35, 3)); // 32 + 2 * 32 / 20, 2 * 32 / 20
        Assert.Equal(new SKColor(100, 100, 100), picture.GetPixel(50, 20));
    }

    [Fact]
    public void WritesFilesAtomicallyAndChecksOptions()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("overlay.png");
        ResNetExplanation explanation = Hot();
        explanation.SaveOverlay(file, new ResNetOverlayOptions { Size = 64 });
        using SKBitmap picture = SKBitmap.Decode(file);
        Assert.Equal(64, picture.Width);
        Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Throws<ArgumentException>(() => explanation.ToOverlayPng(new ResNetOverlayOptions { Opacity = 1.5f }));
        Assert.Throws<ArgumentException>(() => explanation.ToOverlayPng(new ResNetOverlayOptions { Size = 8 }));
        Assert.Throws<InvalidDataException>(
            () => explanation.ToOverlayPng(new ResNetOverlayOptions { Photograph = new byte[] { 1, 2, 3 } }));
    }

    // CIE 1976 lightness, which increases evenly in a perceptually uniform colormap.
    [Fact]
    public void ColormapLightnessIncreasesEvenly()
    {
        double[] lightness = [.. Enumerable.Range(0, 21).Select(i => Lightness(InfernoColormap.GetColor(i / 20f)))];
        double[] steps = [.. lightness.Zip(lightness.Skip(1), (a, b) => b - a)];
        Assert.InRange(lightness[0], 0, 1);
        Assert.InRange(lightness[^1], 95, 100);
        Assert.All(steps, step => Assert.InRange(step, 2.5, 7.5));
    }

    private static double Lightness((float Red, float Green, float Blue) color)
    {
        static double Linear(float value) => value <= 0.04045 * 255
            ? value / 255 / 12.92
            : Math.Pow((value / 255 + 0.055) / 1.055, 2.4);
        double y = 0.2126 * Linear(color.Red) + 0.7152 * Linear(color.Green) + 0.0722 * Linear(color.Blue);
        return y > 216.0 / 24389 ? 116 * Math.Cbrt(y) - 16 : y * 24389 / 27;
    }
}
