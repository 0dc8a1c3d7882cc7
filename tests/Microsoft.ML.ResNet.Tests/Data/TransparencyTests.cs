using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;
using SkiaSharp;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Transparent pixels are composed on white, whatever the kind of column.</summary>
public sealed class TransparencyTests
{
    private static readonly ImageSpecification s_specification = new(
        new PixelShape(16, 16, 3, isFloat: false), ResNetPixelLayout.Interleaved, ImageResizingEstimator.ResizingKind.Fill);

    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void BlackShapesOnATransparentBackgroundAreVisible()
    {
        using SKBitmap drawing = BlackSquare();
        byte[] fromFile = new byte[16 * 16 * 3];
        Assert.Null(new EncodedImageDecoder(s_specification).Decode(DrawnImages.Encode(drawing), fromFile));

        Assert.Equal([255, 255, 255], fromFile[..3]);
        Assert.Equal([0, 0, 0], fromFile.AsSpan((8 * 16 + 8) * 3, 3).ToArray());
        using MLImage image = ImageRow.ToImage(drawing, MLPixelFormat.Bgra32);
        Assert.Equal(fromFile, Stored(image));
    }

    [Theory]
    [InlineData(ImageResizingEstimator.ResizingKind.Fill)]
    [InlineData(ImageResizingEstimator.ResizingKind.IsoCrop)]
    [InlineData(ImageResizingEstimator.ResizingKind.IsoPad)]
    public void FilesLoadedAndResizedByMlNetAreComposedOnWhite(ImageResizingEstimator.ResizingKind resizing)
    {
        using var folder = new TemporaryFolder();
        using SKBitmap drawing = BlackSquare();
        File.WriteAllBytes(folder.File("a.png"), DrawnImages.Encode(drawing));
        IDataView rows = _context.Data.LoadFromEnumerable([new EncodedRow { Path = "a.png" }]);
        IDataView loaded = _context.Transforms.LoadImages("Loaded", folder.Path, "Path")
            .Append(_context.Transforms.ResizeImages("Resized", 16, 16, "Loaded", resizing)).Fit(rows).Transform(rows);

        // The transforms own the image, which lives until the cursor moves.
        using DataViewRowCursor cursor = loaded.GetRowCursor([loaded.Schema["Resized"]]);
        Assert.True(cursor.MoveNext());
        MLImage image = null!;
        cursor.GetGetter<MLImage>(loaded.Schema["Resized"])(ref image);
        byte[] pixels = Stored(image);

        Assert.Equal([255, 255, 255], pixels[..3]);
        Assert.Equal([0, 0, 0], pixels.AsSpan((8 * 16 + 8) * 3, 3).ToArray());
    }

    [Theory]
    [InlineData(MLPixelFormat.Rgba32)]
    [InlineData(MLPixelFormat.Bgra32)]
    public void StraightAndPremultipliedAlphaGiveTheSamePixels(MLPixelFormat format)
    {
        byte[] straight = [.. Enumerable.Repeat<byte[]>([200, 100, 40, 128], 256).SelectMany(pixel => pixel)];
        byte[] premultiplied = [.. Enumerable.Repeat<byte[]>([100, 50, 20, 128], 256).SelectMany(pixel => pixel)];
        byte[] expected = format == MLPixelFormat.Rgba32 ? [227, 177, 147] : [147, 177, 227];

        foreach (byte[] pixels in new[] { straight, premultiplied })
        {
            using MLImage image = MLImage.CreateFromPixels(16, 16, format, pixels);
            Assert.Equal(expected, Stored(image)[..3]);
            Assert.Equal(pixels, image.Pixels.ToArray());
        }
    }

    [Fact]
    public void AlphaThatIsZeroEverywhereIsAFiller()
    {
        byte[] pixels = [.. Enumerable.Repeat<byte[]>([200, 100, 40, 0], 256).SelectMany(pixel => pixel)];
        using MLImage image = MLImage.CreateFromPixels(16, 16, MLPixelFormat.Rgba32, pixels);

        Assert.Equal([200, 100, 40], Stored(image)[..3]);
    }

    [Fact]
    public void ExplanationsSeeTheSamePixels()
    {
        using SKBitmap drawing = BlackSquare();
        using MLImage image = ImageRow.ToImage(drawing, MLPixelFormat.Rgba32);

        Assert.Equal(
            Explanation.ImagePreprocessing.Decode(DrawnImages.Encode(drawing), s_specification),
            Explanation.ImagePreprocessing.Resize(image, s_specification));
    }

    [Fact]
    public void WarnsOfASetOfUniformImages()
    {
        List<string> warnings = Warnings();
        EncodedRow[] rows = EncodedRow.Many(12);
        foreach ((int i, EncodedRow row) in rows.Index())
        {
            using var bitmap = new SKBitmap(new SKImageInfo(16, 16, SKColorType.Rgba8888, SKAlphaType.Opaque));
            bitmap.Erase(new SKColor((byte)(20 * i), 0, 0));
            row.Image = DrawnImages.Encode(bitmap);
        }
        Tiny.Fit(_context, Tiny.Keyed(_context, rows), o => o.Epochs = 1);

        Assert.Contains(warnings, message => message.Contains("Every image of the training set has only one colour"));
    }

    [Fact]
    public void DoesNotWarnIfAnImageHasAShape()
    {
        List<string> warnings = Warnings();
        Tiny.Fit(_context, Tiny.Keyed(_context, EncodedRow.Many(12)), o => o.Epochs = 1);

        Assert.DoesNotContain(warnings, message => message.Contains("only one colour"));
    }

    private List<string> Warnings()
    {
        var warnings = new List<string>();
        _context.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
                warnings.Add(e.Message);
        };
        return warnings;
    }

    private static SKBitmap BlackSquare()
    {
        var bitmap = new SKBitmap(new SKImageInfo(16, 16, SKColorType.Rgba8888, SKAlphaType.Premul));
        bitmap.Erase(SKColors.Transparent);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.Black };
        canvas.DrawRect(4, 4, 8, 8, paint);
        return bitmap;
    }

    // The pixels that training and scoring see of an MLImage.
    private static byte[] Stored(MLImage image)
    {
        using var chunk = new ImageChunk(s_specification.Shape, 1);
        new MLImageReader((ref MLImage value) => value = image, s_specification).Read(chunk, chunk.Add());
        Assert.Null(chunk.Bad(0));
        return chunk.Pixels(0).ToArray();
    }
}
