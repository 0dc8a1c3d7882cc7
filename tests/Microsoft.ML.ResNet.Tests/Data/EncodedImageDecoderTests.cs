using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.Transforms.Image;
using SkiaSharp;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class EncodedImageDecoderTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Png, 0)]
    [InlineData(SKEncodedImageFormat.Webp, 40)]
    [InlineData(SKEncodedImageFormat.Jpeg, 40)]
    public void DecodesImagesOfTheRightSizeWithoutResampling(SKEncodedImageFormat format, int tolerance)
    {
        using SKBitmap bitmap = DrawnImages.Draw("square", 3, 32, 32);

        byte[] pixels = Decode(DrawnImages.Encode(bitmap, format, 100), 32, 32);

        for (int y = 0; y < 32; y++)
        {
            for (int x = 0; x < 32; x++)
            {
                SKColor expected = bitmap.GetPixel(x, y);
                Close([expected.Red, expected.Green, expected.Blue], pixels.AsSpan((y * 32 + x) * 3, 3), tolerance);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void AppliesTheExifOrientation(int orientation)
    {
        // The upright image: 24x16 pixels in 3x2 blocks, all different.
        byte[,] seen = { { 10, 50, 90 }, { 130, 170, 210 } };
        // The stored image, by the definition of the orientation tag: where row 0 and column 0 appear.
        Func<int, int, (int Y, int X)> seenAt = orientation switch
        {
            1 => (r, c) => (r, c),
            2 => (r, c) => (r, 2 - c),
            3 => (r, c) => (1 - r, 2 - c),
            4 => (r, c) => (1 - r, c),
            5 => (r, c) => (c, r),
            6 => (r, c) => (c, 2 - r),
            7 => (r, c) => (1 - c, 2 - r),
            _ => (r, c) => (1 - c, r),
        };
        (int rows, int columns) = orientation < 5 ? (2, 3) : (3, 2);
        byte[][][] stored = [.. Enumerable.Range(0, rows).Select(r => Enumerable.Range(0, columns).Select(c =>
        {
            (int y, int x) = seenAt(r, c);
            return new[] { seen[y, x], (byte)128, (byte)128 };
        }).ToArray())];

        byte[] pixels = Decode(JpegWriter.Write(stored, orientation), 16, 24);

        for (int y = 0; y < 2; y++)
        {
            for (int x = 0; x < 3; x++)
                Assert.InRange(pixels[((y * 8 + 4) * 24 + x * 8 + 4) * 3], seen[y, x] - 2, seen[y, x] + 2);
        }
    }

    [Fact]
    public void DecodesCmyk()
    {
        // Adobe stores inverted CMYK.
        byte[][][] blocks = [[[200, 100, 50, 255], [255, 255, 255, 128]], [[0, 255, 255, 255], [255, 255, 0, 255]]];

        byte[] pixels = Decode(JpegWriter.Write(blocks, adobe: true), 16, 16);

        Close([200, 100, 50], pixels.AsSpan((4 * 16 + 4) * 3, 3), 3);
        Close([128, 128, 128], pixels.AsSpan((4 * 16 + 12) * 3, 3), 3);
        Close([0, 255, 255], pixels.AsSpan((12 * 16 + 4) * 3, 3), 3);
        Close([255, 255, 0], pixels.AsSpan((12 * 16 + 12) * 3, 3), 3);
    }

    [Fact]
    public void DecodesGrayJpeg()
    {
        byte[] pixels = Decode(JpegWriter.Write([[[40], [80]], [[120], [240]]]), 16, 16);

        Close([40, 40, 40], pixels.AsSpan((4 * 16 + 4) * 3, 3), 2);
        Close([240, 240, 240], pixels.AsSpan((12 * 16 + 12) * 3, 3), 2);
    }

    [Fact]
    public void ComposesTransparentPixelsOnWhite()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(16, 16, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Erase(new SKColor(200, 100, 40, 128));

        byte[] pixels = Decode(DrawnImages.Encode(bitmap), 16, 16);

        Close([227, 177, 147], pixels.AsSpan(0, 3), 1);
    }

    [Fact]
    public void GrayIsLuminance()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(16, 16, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(new SKColor(200, 100, 40));

        byte[] pixels = Decode(DrawnImages.Encode(bitmap), 16, 16, channels: 1);

        Assert.Equal(256, pixels.Length);
        Assert.All(pixels, value => Assert.Equal((byte)Math.Round(0.299 * 200 + 0.587 * 100 + 0.114 * 40), value));
    }

    [Fact]
    public void ScaledJpegDecodingResemblesFullDecoding()
    {
        using SKBitmap large = DrawnImages.Draw("disc", 5, 400, 300);

        byte[] jpeg = Decode(DrawnImages.Encode(large, SKEncodedImageFormat.Jpeg, 100), 32, 32);
        byte[] png = Decode(DrawnImages.Encode(large), 32, 32);

        double difference = jpeg.Zip(png, (a, b) => Math.Abs(a - b)).Average();
        Assert.True(difference < 3, $"mean difference {difference}");
    }

    [Theory]
    [InlineData(ImageResizingEstimator.ResizingKind.Fill)]
    [InlineData(ImageResizingEstimator.ResizingKind.IsoCrop)]
    [InlineData(ImageResizingEstimator.ResizingKind.IsoPad)]
    public void ResizesWideImagesByTheResizingKind(ImageResizingEstimator.ResizingKind resizing)
    {
        // 64x32: the left and right quarters are red, the middle is green.
        using var bitmap = new SKBitmap(new SKImageInfo(64, 32, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(SKColors.Lime);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { Color = SKColors.Red })
        {
            canvas.DrawRect(0, 0, 16, 32, paint);
            canvas.DrawRect(48, 0, 16, 32, paint);
        }

        byte[] pixels = Decode(DrawnImages.Encode(bitmap), 16, 16, resizing: resizing);
        (byte R, byte G) At(int x, int y) => (pixels[(y * 16 + x) * 3], pixels[(y * 16 + x) * 3 + 1]);

        Assert.Equal(((byte)0, (byte)255), At(8, 8));
        (byte, byte) red = (255, 0), green = (0, 255), black = (0, 0);
        (byte, byte) edge = resizing == ImageResizingEstimator.ResizingKind.IsoCrop ? green : red;
        Assert.Equal(edge, At(1, 8));
        (byte, byte) top = resizing == ImageResizingEstimator.ResizingKind.IsoPad ? black : green;
        Assert.Equal(top, At(8, 1));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void ReportsEveryTruncation(SKEncodedImageFormat format)
    {
        byte[] whole = DrawnImages.Encoded("ring", 2, 48, 48, format);

        for (int length = 1; length < whole.Length - 16; length += Math.Max(1, whole.Length / 97))
        {
            BadImage? bad = TryDecode(whole.AsSpan(0, length), 16, 16, out _);
            Assert.True(bad is not null, $"{length} of {whole.Length} bytes of {format}");
        }
    }

    [Fact]
    public void NeverCrashesOnRandomBytes()
    {
        var random = new Random(4);
        byte[][] whole =
            [DrawnImages.Encoded("ring", 2), DrawnImages.Encoded("ring", 2, format: SKEncodedImageFormat.Jpeg)];
        for (int round = 0; round < 400; round++)
        {
            byte[] altered = [.. whole[round % 2]];
            for (int flip = 0; flip < 8; flip++)
                altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
            _ = TryDecode(altered, 16, 16, out _);
        }
        Assert.NotNull(TryDecode("This is text, not an image."u8, 16, 16, out _));
    }

    [Theory]
    [InlineData(30000, 30000, true)]
    [InlineData(30000, 30000, false)]
    [InlineData(65000, 65000, true)]
    public void RejectsDecompressionBombs(int height, int width, bool progressive)
    {
        byte[] bomb = JpegWriter.Claim(height, width, progressive);
        long before = Environment.WorkingSet;

        BadImage? bad = TryDecode(bomb, 32, 32, out _);

        Assert.Contains($"claims {width}x{height} pixels", bad!.Reason);
        Assert.True(Environment.WorkingSet - before < 200 << 20);
    }

    private static byte[] Decode(
        byte[] content, int height, int width, int channels = 3,
        ImageResizingEstimator.ResizingKind resizing = ImageResizingEstimator.ResizingKind.IsoCrop)
    {
        Assert.Null(TryDecode(content, height, width, out byte[] pixels, channels, resizing));
        return pixels;
    }

    private static BadImage? TryDecode(
        ReadOnlySpan<byte> content, int height, int width, out byte[] pixels, int channels = 3,
        ImageResizingEstimator.ResizingKind resizing = ImageResizingEstimator.ResizingKind.IsoCrop)
    {
        var shape = new PixelShape(height, width, channels, isFloat: false);
        pixels = new byte[shape.Bytes];
        var specification = new ImageSpecification(shape, ResNetPixelLayout.Planar, resizing);
        return new EncodedImageDecoder(specification).Decode(content, pixels);
    }

    private static void Close(byte[] expected, ReadOnlySpan<byte> actual, int tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i], expected[i] - tolerance, expected[i] + tolerance);
    }
}
