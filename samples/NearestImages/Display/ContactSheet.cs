using Microsoft.ML.ResNet.CommandLine.Data;
using NearestImages.Searching;
using SkiaSharp;

namespace NearestImages.Display;

/// <summary>
/// Draws a row for each query: the image, then its neighbors with their cosine similarity, framed green if they have
/// the same class and red otherwise.
/// </summary>
internal static class ContactSheet
{
    private const int Side = 96, Gap = 12, TextHeight = 18, Frame = 3;
    private const int Row = Side + TextHeight + Gap;
    private const float TextSize = 13;

    private static readonly SKColor Background = SKColors.White, Ink = new(0x33, 0x33, 0x33);
    private static readonly SKColor Same = new(0x2e, 0x9e, 0x4f), Other = new(0xd0, 0x3b, 0x3b);

    public static void Write(string path, IReadOnlyList<Query> queries, ImageContainer container)
    {
        int columns = 1 + queries.Max(query => query.Neighbours.Count);
        int width = Gap + columns * (Side + Gap) + Gap, height = Gap + queries.Count * Row;
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(Background);
        using IImageReader reader = container.OpenReader();
        for (int row = 0; row < queries.Count; row++)
        {
            Query query = queries[row];
            int top = Gap + row * Row;
            Draw(canvas, query.Read(), Gap, top, null, query.Class);
            for (int i = 0; i < query.Neighbours.Count; i++)
            {
                Found found = query.Neighbours[i];
                SKColor? frame = query.Class.Length == 0 ? null : found.Class == query.Class ? Same : Other;
                int left = 2 * Gap + (i + 1) * (Side + Gap); // a wider gap after the query
                Draw(canvas, reader.Read(found.Name), left, top, frame, $"{found.Similarity:F3}");
            }
        }
        canvas.Flush();
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        using FileStream file = File.Create(path);
        png.SaveTo(file);
    }

    private static void Draw(SKCanvas canvas, byte[] content, int left, int top, SKColor? frame, string text)
    {
        SKRect place = SKRect.Create(left, top, Side, Side);
        using SKBitmap? image = SKBitmap.Decode(content);
        using var paint = new SKPaint { IsAntialias = true, FilterQuality = SKFilterQuality.Medium };
        if (image is not null)
            canvas.DrawBitmap(image, place.AspectFit(new SKSize(image.Width, image.Height)), paint);
        if (frame is { } colour)
        {
            (paint.Style, paint.StrokeWidth, paint.Color) = (SKPaintStyle.Stroke, Frame, colour);
            canvas.DrawRect(place, paint);
        }
        using var ink = new SKPaint { IsAntialias = true, Color = Ink, TextSize = TextSize };
        canvas.DrawText(text, left, top + Side + TextSize + 2, ink);
    }
}
