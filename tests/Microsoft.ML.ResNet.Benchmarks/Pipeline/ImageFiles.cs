using SkiaSharp;

namespace Microsoft.ML.ResNet.Benchmarks.Pipeline;

/// <summary>Generates JPEG files with the size and compressibility of typical photographs.</summary>
internal static class ImageFiles
{
    public const int Count = 64;

    private const int Width = 500, Height = 375, Quality = 90, Blobs = 60, Noise = 12;

    public static void Create(string folder)
    {
        Directory.CreateDirectory(folder);
        Random random = new(1);
        for (int i = 0; i < Count; i++)
        {
            using SKBitmap bitmap = Draw(random);
            using SKData jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, Quality);
            File.WriteAllBytes(Path.Combine(folder, $"{i}.jpg"), jpeg.ToArray());
        }
    }

    // Soft shapes for smooth areas, noise for texture.
    private static unsafe SKBitmap Draw(Random random)
    {
        SKBitmap bitmap = new(Width, Height);
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(Colour());
        for (int i = 0; i < Blobs; i++)
        {
            SKPoint centre = new(random.Next(Width), random.Next(Height));
            float radius = random.Next(10, 150);
            using SKShader shader = SKShader.CreateRadialGradient(
                centre, radius, [Colour(), SKColors.Transparent], SKShaderTileMode.Clamp);
            using SKPaint paint = new() { Shader = shader };
            canvas.DrawCircle(centre, radius, paint);
        }
        canvas.Flush();
        foreach (ref byte value in new Span<byte>((void*)bitmap.GetPixels(), bitmap.ByteCount))
            value = (byte)Math.Clamp(value + random.Next(-Noise, Noise + 1), 0, 255);
        return bitmap;

        SKColor Colour() => new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
    }
}
