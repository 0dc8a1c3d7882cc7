using SkiaSharp;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// A disc, ring or square at a random position among lines and dots that all classes share, and its bounding box.
/// </summary>
internal sealed class ClutteredShape
{
    public const int Side = 32;

    public byte[] Image { get; set; } = [];

    public string Label { get; set; } = "";

    internal SKRectI Box { get; private init; }

    public static ClutteredShape[] Many(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i => Draw(DrawnImages.Classes[i % 3], random))];
    }

    private static ClutteredShape Draw(string label, Random random)
    {
        using SKBitmap bitmap = new(new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Premul));
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(Color(random, 20, 90));
        using SKPaint paint = new() { IsAntialias = true, StrokeWidth = 1.5f };
        for (int i = 0; i < 6; i++)
        {
            paint.Color = Color(random, 60, 200);
            canvas.DrawLine(random.Next(Side), random.Next(Side), random.Next(Side), random.Next(Side), paint);
            canvas.DrawCircle(random.Next(Side), random.Next(Side), 1, paint);
        }
        const int radius = 5;
        int x = random.Next(radius, Side - radius), y = random.Next(radius, Side - radius);
        paint.Color = Color(random, 170, 256);
        paint.StrokeWidth = 2;
        paint.Style = label == "ring" ? SKPaintStyle.Stroke : SKPaintStyle.Fill;
        if (label == "square")
            canvas.DrawRect(x - radius, y - radius, 2 * radius, 2 * radius, paint);
        else
            canvas.DrawCircle(x, y, radius - 1, paint);
        canvas.Flush();
        return new ClutteredShape
        {
            Image = DrawnImages.Encode(bitmap),
            Label = label,
            Box = new SKRectI(x - radius, y - radius, x + radius, y + radius),
        };
    }

    private static SKColor Color(Random random, int low, int high) =>
        new((byte)random.Next(low, high), (byte)random.Next(low, high), (byte)random.Next(low, high));
}
