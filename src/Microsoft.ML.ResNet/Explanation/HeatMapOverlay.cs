using SkiaSharp;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>Draws a heat map over a picture.</summary>
/// <param name="map">Values from 0 to 1, row by row.</param>
/// <param name="height">Height of the map.</param>
/// <param name="width">Width of the map.</param>
/// <param name="opacity">Opacity where the map is 1.</param>
internal sealed class HeatMapOverlay(float[] map, int height, int width, float opacity)
{
    // Brightness factor of pixels outside the network's input.
    private const float OutsideBrightness = 0.4f;

    /// <summary>Paints the heat map over a picture.</summary>
    /// <param name="picture">A picture in RGBA.</param>
    /// <param name="view">Maps its pixels to the heat map.</param>
    public void Paint(SKBitmap picture, MapView view)
    {
        Span<byte> pixels = OverlayPicture.Pixels(picture);
        for (int y = 0; y < picture.Height; y++)
        {
            double row = view.Row(y);
            for (int x = 0; x < picture.Width; x++)
            {
                double column = view.Column(x);
                Span<byte> pixel = pixels.Slice(y * picture.RowBytes + x * 4, 3);
                bool isInside = row >= -0.5 && row <= height - 0.5 && column >= -0.5 && column <= width - 0.5;
                if (isInside)
                    Blend(pixel, At(row, column));
                else
                    Darken(pixel);
            }
        }
    }

    // The square root makes weak heat visible; pixels without heat stay unchanged.
    private void Blend(Span<byte> pixel, float value)
    {
        (float red, float green, float blue) = InfernoColormap.GetColor(value);
        float share = opacity * MathF.Sqrt(value);
        pixel[0] = (byte)MathF.Round(float.Lerp(pixel[0], red, share));
        pixel[1] = (byte)MathF.Round(float.Lerp(pixel[1], green, share));
        pixel[2] = (byte)MathF.Round(float.Lerp(pixel[2], blue, share));
    }

    private static void Darken(Span<byte> pixel)
    {
        foreach (ref byte value in pixel)
            value = (byte)(value * OutsideBrightness);
    }

    private float At(double row, double column)
    {
        (row, column) = (Math.Clamp(row, 0, height - 1), Math.Clamp(column, 0, width - 1));
        (int top, int left) = ((int)row, (int)column);
        (int bottom, int right) = (Math.Min(top + 1, height - 1), Math.Min(left + 1, width - 1));
        float along = (float)(column - left);
        float above = float.Lerp(map[top * width + left], map[top * width + right], along);
        float below = float.Lerp(map[bottom * width + left], map[bottom * width + right], along);
        return Math.Clamp(float.Lerp(above, below, (float)(row - top)), 0, 1);
    }
}
