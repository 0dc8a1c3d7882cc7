using Samples.Drawing;

namespace WebApp.LoadTest;

/// <summary>The pictures that clients send.</summary>
internal static class Pictures
{
    private const int PerShape = 10;

    public static byte[][] Draw() =>
        [.. ShapePainter.Jpegs(new Random(2), PerShape, 64, 128).Select(picture => picture.Content)];

    public static byte[][] Read(string folder)
    {
        byte[][] pictures = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order()
            .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG" or ".WEBP")
            .Take(100).Select(File.ReadAllBytes)];
        return pictures.Length > 0
            ? pictures
            : throw new FileNotFoundException($"'{folder}' contains no .jpg, .jpeg, .png or .webp file.");
    }
}
