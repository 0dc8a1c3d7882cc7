using SkiaSharp;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Draws test images: shapes of random color, position and size on noise.</summary>
internal static class DrawnImages
{
    public static readonly string[] Classes = ["disc", "ring", "square"];

    public static SKBitmap Draw(string name, int seed, int width = 24, int height = 24)
    {
        var random = new Random(seed);
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor((byte)random.Next(80), (byte)random.Next(80), (byte)random.Next(80)));
        using var paint = new SKPaint { IsAntialias = true, StrokeWidth = Math.Max(2, width / 10f) };
        paint.Color =
            new SKColor((byte)random.Next(140, 256), (byte)random.Next(140, 256), (byte)random.Next(140, 256));
        float radius = width * (0.25f + 0.1f * random.NextSingle());
        float x = width * (0.4f + 0.2f * random.NextSingle()), y = height * (0.4f + 0.2f * random.NextSingle());
        paint.Style = name == "ring" ? SKPaintStyle.Stroke : SKPaintStyle.Fill;
        if (name == "square")
            canvas.DrawRect(x - radius, y - radius, 2 * radius, 2 * radius, paint);
        else
            canvas.DrawCircle(x, y, radius, paint);
        canvas.Flush();
        return bitmap;
    }

    public static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format = SKEncodedImageFormat.Png,
        int quality = 90)
    {
        using SKData data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    public static byte[] Encoded(string name, int seed, int width = 24, int height = 24,
        SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using SKBitmap bitmap = Draw(name, seed, width, height);
        return Encode(bitmap, format);
    }
}
