using SkiaSharp;

namespace Samples.Drawing;

/// <summary>Draws a small data set of shapes: PNG and JPEG files of several sizes in class folders.</summary>
internal static class DrawnImages
{
    public const int TrainPerClass = 300;
    public const int TestPerClass = 60;
    public const int JpegQuality = 92;
    private const int SmallestSide = 40;
    private const int LargestSide = 64;

    /// <summary>Draws into a subfolder of <paramref name="output"/>, prints its path and returns it.</summary>
    public static string WriteBelow(
        string output, int seed, CancellationToken token, int trainPerClass = TrainPerClass)
    {
        string folder = Path.Combine(output, "drawn-images");
        Console.WriteLine($"drawing images into {folder}");
        Write(folder, seed, token, trainPerClass);
        return folder;
    }

    /// <summary>
    /// Replaces the content of the folder by <c>train</c> and <c>test</c>, each with a folder for each class.
    /// </summary>
    public static void Write(string folder, int seed, CancellationToken token, int trainPerClass = TrainPerClass)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var random = new Random(seed);
        WriteSet(Path.Combine(folder, "train"), trainPerClass, random, token);
        WriteSet(Path.Combine(folder, "test"), TestPerClass, random, token);
    }

    private static void WriteSet(string folder, int perClass, Random random, CancellationToken token)
    {
        var painter = new ShapePainter(random);
        foreach ((string label, Func<SKPath> createOutline) in ShapeOutline.ByClass)
        {
            token.ThrowIfCancellationRequested();
            string classFolder = Directory.CreateDirectory(Path.Combine(folder, label)).FullName;
            using SKPath outline = createOutline();
            for (int i = 0; i < perClass; i++)
            {
                using SKBitmap bitmap = painter.Paint(outline, random.Next(SmallestSide, LargestSide + 1));
                bool jpeg = i % 2 == 0;
                using SKData encoded = bitmap.Encode(jpeg ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, JpegQuality);
                using FileStream file = File.Create(Path.Combine(classFolder, $"{i:D4}.{(jpeg ? "jpg" : "png")}"));
                encoded.SaveTo(file);
            }
        }
    }
}
