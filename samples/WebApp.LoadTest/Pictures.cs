using Samples.Drawing;
using SkiaSharp;

namespace WebApp.LoadTest;

/// <summary>What the clients send.</summary>
internal static class Pictures
{
    private const int PerShape = 10;

    public static byte[][] Draw()
    {
        var random = new Random(2);
        var painter = new ShapePainter(random);
        List<byte[]> pictures = [];
        foreach (Func<SKPath> createOutline in ShapeOutline.ByClass.Values)
        {
            using SKPath outline = createOutline();
            for (int i = 0; i < PerShape; i++)
            {
                using SKBitmap bitmap = painter.Paint(outline, random.Next(64, 129));
                using SKData encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, 92);
                pictures.Add(encoded.ToArray());
            }
        }
        return [.. pictures];
    }

    public static byte[][] Read(string folder)
    {
        byte[][] pictures = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order()
            .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG" or ".WEBP")
            .Take(100).Select(File.ReadAllBytes)];
        return pictures.Length > 0
            ? pictures
            : throw new FileNotFoundException($"'{folder}' holds no .jpg, .jpeg, .png or .webp file.");
    }
}
