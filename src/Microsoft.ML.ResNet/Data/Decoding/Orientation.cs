using SkiaSharp;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Applies the EXIF orientation: rotates or mirrors a stored image upright.</summary>
internal static class Orientation
{
    /// <summary>Whether the orientation swaps rows and columns.</summary>
    public static bool IsTransposed(SKEncodedOrigin origin) => origin is
        SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom
            or SKEncodedOrigin.LeftBottom;

    /// <summary>Writes a stored image (4 bytes per pixel) upright, converted to the channels of the result.</summary>
    public static void Apply(
        SKEncodedOrigin origin, ReadOnlySpan<byte> stored, int width, int height, int channels, Span<byte> pixels)
    {
        // Upright pixel (x, y) is stored pixel first + x * right + y * down.
        int lastColumn = width - 1, lastRow = (height - 1) * width;
        (int first, int right, int down) = origin switch
        {
            SKEncodedOrigin.TopRight => (lastColumn, -1, width),
            SKEncodedOrigin.BottomRight => (lastRow + lastColumn, -1, -width),
            SKEncodedOrigin.BottomLeft => (lastRow, 1, -width),
            SKEncodedOrigin.LeftTop => (0, width, 1),
            SKEncodedOrigin.RightTop => (lastRow, -width, 1),
            SKEncodedOrigin.RightBottom => (lastRow + lastColumn, -width, -1),
            SKEncodedOrigin.LeftBottom => (lastColumn, width, -1),
            _ => (0, 1, width),
        };
        (int seenWidth, int seenHeight) = IsTransposed(origin) ? (height, width) : (width, height);
        for (int y = 0; y < seenHeight; y++)
        {
            for (int x = 0; x < seenWidth; x++)
            {
                PixelConversion.FromFourBytes(
                    stored.Slice((first + x * right + y * down) * 4, 4), isBgra: false, channels,
                    pixels.Slice((y * seenWidth + x) * channels, channels));
            }
        }
    }
}
