using SkiaSharp;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>An image of four tiles, with the labels of all.</summary>
internal sealed class Mosaic
{
    public byte[] Image { get; set; } = [];

    public string[] Labels { get; set; } = [];

    public string Path { get; set; } = "";

    public float Weight { get; set; } = 1;

    /// <summary>Random mosaics; each tile shows one of the labels or, often, nothing.</summary>
    /// <param name="count">Number of mosaics.</param>
    /// <param name="seed">Seed of all random choices.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="draw">Draws an image of a label from a random number.</param>
    /// <param name="side">Side of a tile in pixels.</param>
    public static Mosaic[] Many(int count, int seed, string[] labels, Func<string, int, SKBitmap> draw, int side)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => One(random, $"mosaic-{i}.png", labels, draw, side))];
    }

    /// <summary>Mosaics of drawn shapes, 32x32.</summary>
    public static Mosaic[] Drawn(int count, int seed) => Many(
        count, seed, DrawnImages.Classes, (name, number) => DrawnImages.Draw(name, number, 16, 16), 16);

    private static Mosaic One(
        Random random, string path, string[] labels, Func<string, int, SKBitmap> draw, int side)
    {
        using var bitmap = new SKBitmap(2 * side, 2 * side);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor((byte)random.Next(80), (byte)random.Next(80), (byte)random.Next(80)));
        SortedSet<string> present = [];
        for (int place = 0; place < 4; place++)
        {
            if (random.Next(2) == 0)
                continue;
            string label = labels[random.Next(labels.Length)];
            present.Add(label);
            using SKBitmap part = draw(label, random.Next());
            canvas.DrawBitmap(part, SKRect.Create(place % 2 * side, place / 2 * side, side, side));
        }
        canvas.Flush();
        return new Mosaic { Image = DrawnImages.Encode(bitmap), Labels = [.. present], Path = path };
    }
}
