using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.Transforms.Image;
using SkiaSharp;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>Creates the RGBA pictures that heat maps are drawn over.</summary>
internal static class OverlayPicture
{
    /// <summary>The network's input, resized.</summary>
    public static SKBitmap Create(InputImage image, int height, int width)
    {
        using SKBitmap small = FromChannels(
            image.ToBytes(), image.Shape.Height, image.Shape.Width, image.Shape.Channels);
        return small.Resize(small.Info.WithSize(width, height), SKFilterQuality.Medium)
            ?? throw new InvalidOperationException($"There is not enough memory for a picture of {width}x{height} pixels.");
    }

    /// <summary>An image file, upright (unless its EXIF orientation is ignored) and resized.</summary>
    /// <exception cref="InvalidDataException">The file cannot be decoded.</exception>
    public static SKBitmap Create(ReadOnlySpan<byte> content, int height, int width, bool ignoresOrientation) => FromChannels(
        ImagePreprocessing.Decode(content, Whole(height, width) with
        {
            Origin = ignoresOrientation ? PictureOrigin.Images : PictureOrigin.Files,
        }),
        height, width, channels: 3);

    /// <summary>An image, resized.</summary>
    public static SKBitmap Create(MLImage image, int height, int width) =>
        FromChannels(ImagePreprocessing.Resize(image, Whole(height, width)), height, width, channels: 3);

    /// <summary>The size with the same aspect ratio and the given longer side.</summary>
    public static (int Height, int Width) ScaleTo(int height, int width, int longer)
    {
        double scale = (double)longer / Math.Max(height, width);
        return (Math.Max(1, (int)Math.Round(height * scale)), Math.Max(1, (int)Math.Round(width * scale)));
    }

    /// <summary>Height and width of an image file: when upright, unless its EXIF orientation is ignored.</summary>
    /// <exception cref="InvalidDataException">The header cannot be read.</exception>
    public static unsafe (int Height, int Width) SizeOf(ReadOnlySpan<byte> content, bool ignoresOrientation)
    {
        fixed (byte* pointer = content)
        {
            using SKData data = SKData.Create((nint)pointer, content.Length);
            using SKCodec codec = SKCodec.Create(data)
                ?? throw new InvalidDataException("The photograph is in an unknown format or its header is corrupt.");
            SKSizeI size = codec.Info.Size;
            return !ignoresOrientation && Orientation.IsTransposed(codec.EncodedOrigin)
                ? (size.Width, size.Height)
                : (size.Height, size.Width);
        }
    }

    public static byte[] ToPng(SKBitmap picture)
    {
        using SKData data = picture.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    /// <summary>The pixels of a picture, which the caller keeps alive.</summary>
    public static unsafe Span<byte> Pixels(SKBitmap picture) =>
        new((void*)picture.GetPixels(), picture.Height * picture.RowBytes);

    private static ImageSpecification Whole(int height, int width) => new(
        new PixelShape(height, width, 3, isFloat: false), ResNetPixelLayout.Interleaved,
        ImageResizingEstimator.ResizingKind.Fill);

    private static SKBitmap FromChannels(ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> target = Pixels(bitmap);
        for (int i = 0; i < height * width; i++)
        {
            for (int c = 0; c < 3; c++)
                target[i * 4 + c] = pixels[i * channels + c % channels];
            target[i * 4 + 3] = byte.MaxValue;
        }
        return bitmap;
    }
}
