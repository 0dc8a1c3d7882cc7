using SkiaSharp;

namespace Samples.Drawing;

/// <summary>
/// Paints a shape with random position, size, angle and color over clutter. No single pixel depends on the class, so a
/// linear model on pixels learns little.
/// </summary>
internal sealed class ShapePainter(Random random)
{
    private const int ClutterLines = 7;
    private const int NoiseAmplitude = 24; // of 255, in both directions

    /// <summary>JPEG files of each shape, class by class, with random sides in pixels from a range.</summary>
    public static IEnumerable<(string Label, byte[] Content)> Jpegs(
        Random random, int perClass, int smallestSide, int largestSide)
    {
        var painter = new ShapePainter(random);
        foreach ((string label, Func<SKPath> createOutline) in ShapeOutline.ByClass)
        {
            using SKPath outline = createOutline();
            for (int i = 0; i < perClass; i++)
            {
                using SKBitmap bitmap = painter.Paint(outline, random.Next(smallestSide, largestSide + 1));
                using SKData encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, DrawnImages.JpegQuality);
                yield return (label, encoded.ToArray());
            }
        }
    }

    public SKBitmap Paint(SKPath outline, int side)
    {
        var bitmap = new SKBitmap(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        float hue = Between(0, 360);
        PaintBackground(canvas, side, hue);
        PaintShape(canvas, outline, side, hue + Between(100, 260));
        AddNoise(bitmap);
        return bitmap;
    }

    private void PaintBackground(SKCanvas canvas, int side, float hue)
    {
        using SKShader gradient = Gradient(side, hue, spread: 50);
        using var fill = new SKPaint { Shader = gradient };
        canvas.DrawPaint(fill);
        for (int i = 0; i < ClutterLines; i++)
        {
            using var line = new SKPaint
            {
                IsAntialias = true,
                StrokeWidth = Between(1, 4),
                Color = Color(hue + Between(-50, 50)),
            };
            canvas.DrawLine(Between(0, side), Between(0, side), Between(0, side), Between(0, side), line);
        }
    }

    private void PaintShape(SKCanvas canvas, SKPath outline, int side, float hue)
    {
        float radius = Between(0.24f, 0.42f) * side;
        using SKShader gradient = Gradient(side, hue, spread: 40);
        using var fill = new SKPaint { IsAntialias = true, Shader = gradient };
        using var placed = new SKPath(outline);
        placed.Transform(SKMatrix.CreateRotation(Between(0, MathF.Tau))
            .PostConcat(SKMatrix.CreateScale(radius * Between(0.85f, 1), radius))
            .PostConcat(SKMatrix.CreateTranslation(Between(radius, side - radius), Between(radius, side - radius))));
        canvas.DrawPath(placed, fill);
    }

    private SKShader Gradient(int side, float hue, float spread) => SKShader.CreateLinearGradient(
        new SKPoint(Between(0, side), Between(0, side)),
        new SKPoint(Between(0, side), Between(0, side)),
        [Color(hue + Between(-spread, spread)), Color(hue + Between(-spread, spread))],
        SKShaderTileMode.Mirror);

    private void AddNoise(SKBitmap bitmap) =>
        bitmap.Pixels = [.. bitmap.Pixels.Select(c => new SKColor(Noisy(c.Red), Noisy(c.Green), Noisy(c.Blue)))];

    private byte Noisy(byte value) => (byte)Math.Clamp(value + random.Next(-NoiseAmplitude, NoiseAmplitude + 1), 0, 255);

    private SKColor Color(float hue) => SKColor.FromHsl((hue % 360 + 360) % 360, Between(35, 90), Between(30, 75));

    private float Between(float least, float most) => least + (most - least) * random.NextSingle();
}
