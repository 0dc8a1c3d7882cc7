using System.Buffers;
using Microsoft.ML.Transforms.Image;
using SkiaSharp;

namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// Decodes image files to the size in which a model stores images. JPEG is decoded at the smallest sufficient scale; the
/// EXIF orientation is applied, unless the model was trained without it; transparent pixels are composed on white, and the
/// padding of IsoPad is black; colors are not converted between color spaces. Thread-safe.
/// </summary>
internal sealed class EncodedImageDecoder(ImageSpecification specification)
{
    // A tiny file can claim any size. Larger claims than the first limit are rejected at once (a progressive JPEG needs
    // several bytes per pixel even when scaled down). The second limits the decoded pixels, to 256 MiB.
    internal const long MaximumPixels = 1L << 27;
    internal const long MaximumDecodedPixels = 1L << 26;

    // Larger buffers are left to the garbage collector instead of the pool.
    private const int PooledBytes = 8 << 20;

    /// <summary>Decodes one file. Returns the error, or null.</summary>
    public unsafe BadImage? Decode(ReadOnlySpan<byte> content, Span<byte> pixels)
    {
        fixed (byte* pointer = content)
        {
            using SKData data = SKData.Create((nint)pointer, content.Length);
            using SKCodec? codec = SKCodec.Create(new SKMemoryStream(data), out SKCodecResult result);
            if (codec is null)
            {
                return new BadImage(result == SKCodecResult.IncompleteInput
                    ? "is truncated"
                    : "is in an unknown format (supported: JPEG, PNG, WebP, GIF, BMP, ICO, WBMP) or its header is corrupt");
            }
            return Decode(codec, pixels);
        }
    }

    private BadImage? Decode(SKCodec codec, Span<byte> pixels)
    {
        SKSizeI size = codec.Info.Size;
        if (size.Width <= 0 || size.Height <= 0)
            return new BadImage("has no pixels");
        if ((long)size.Width * size.Height > MaximumPixels)
            return new BadImage($"claims {size.Width}x{size.Height} pixels; at most {MaximumPixels:N0} are decoded");

        SKEncodedOrigin origin = specification.IgnoresOrientation ? SKEncodedOrigin.TopLeft : codec.EncodedOrigin;
        bool transposed = Orientation.IsTransposed(origin);
        (int width, int height) = transposed
            ? (specification.Height, specification.Width)
            : (specification.Width, specification.Height);
        SKSizeI scaled = ScaledSize(codec, size, width, height);
        if ((long)scaled.Width * scaled.Height > MaximumDecodedPixels)
            return new BadImage(
                $"has {size.Width}x{size.Height} pixels; at most {MaximumDecodedPixels:N0} are decoded in this format");

        int bytes = scaled.Width * scaled.Height * 4;
        byte[] decoded = bytes <= PooledBytes
            ? ArrayPool<byte>.Shared.Rent(bytes)
            : GC.AllocateUninitializedArray<byte>(bytes);
        try
        {
            if (GetPixels(codec, scaled, decoded) is { } bad)
                return bad;
            Place(decoded.AsSpan(0, bytes), scaled, width, height, origin, pixels);
            return null;
        }
        finally
        {
            if (bytes <= PooledBytes)
                ArrayPool<byte>.Shared.Return(decoded);
        }
    }

    private static unsafe BadImage? GetPixels(SKCodec codec, SKSizeI size, byte[] decoded)
    {
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        SKCodecResult result;
        fixed (byte* pointer = decoded)
            result = codec.GetPixels(info, (nint)pointer, info.RowBytes, SKCodecOptions.Default);
        if (result == SKCodecResult.Success && codec.Info.AlphaType != SKAlphaType.Opaque)
            Transparency.ComposePremultiplied(decoded.AsSpan(0, info.BytesSize));
        return result switch
        {
            SKCodecResult.Success => null,
            SKCodecResult.IncompleteInput => new BadImage("is truncated"),
            SKCodecResult.ErrorInInput => new BadImage("is corrupt"),
            SKCodecResult.InvalidConversion or SKCodecResult.Unimplemented =>
                new BadImage("uses a variant of its format that cannot be decoded"),
            _ => new BadImage($"cannot be decoded ({result})"),
        };
    }

    // The smallest size that the codec offers and that needs no enlarging afterwards, unless the full size would as
    // well.
    private SKSizeI ScaledSize(SKCodec codec, SKSizeI size, int width, int height)
    {
        double horizontal = (double)width / size.Width, vertical = (double)height / size.Height;
        double scale = specification.Resizing == ImageResizingEstimator.ResizingKind.IsoPad
            ? Math.Min(horizontal, vertical)
            : Math.Max(horizontal, vertical);
        for (int eighth = 1; scale < 1 && eighth < 8; eighth++)
        {
            SKSizeI offered = codec.GetScaledDimensions(eighth / 8f);
            if (offered.Width >= size.Width * scale && offered.Height >= size.Height * scale)
                return offered;
        }
        return size;
    }

    private void Place(
        ReadOnlySpan<byte> decoded, SKSizeI size, int width, int height, SKEncodedOrigin origin, Span<byte> pixels)
    {
        byte[] canvas = ArrayPool<byte>.Shared.Rent(width * height * 4);
        try
        {
            Span<byte> placed = canvas.AsSpan(0, width * height * 4);
            ImagePlacement placement =
                ImagePlacement.For(specification.Resizing, size.Width, size.Height, width, height);
            if (placement.Width < width || placement.Height < height)
                placed.Clear();
            Resampler.Resample(decoded, size.Width, size.Height, placement, placed, width);
            if (origin == SKEncodedOrigin.TopLeft)
                PixelConversion.FromFourBytes(placed, isBgra: false, specification.Channels, pixels);
            else
                Orientation.Apply(origin, placed, width, height, specification.Channels, pixels);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(canvas);
        }
    }
}
