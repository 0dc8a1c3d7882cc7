using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using SkiaSharp;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>A row with an <see cref="MLImage"/>, by default 16x16.</summary>
internal sealed class ImageRow
{
    [ImageType(16, 16)]
    public MLImage? Image { get; set; }

    public string Label { get; set; } = "";

    public static ImageRow[] Many(int count, MLPixelFormat format = MLPixelFormat.Rgba32, int size = 16) =>
    [.. Enumerable.Range(0, count).Select(i =>
    {
        string name = DrawnImages.Classes[i % DrawnImages.Classes.Length];
        using SKBitmap bitmap = DrawnImages.Draw(name, i, size, size);
        return new ImageRow { Label = name, Image = ToImage(bitmap, format) };
    })];

    public static MLImage ToImage(SKBitmap bitmap, MLPixelFormat format)
    {
        byte[] pixels = bitmap.Bytes;
        if (format == MLPixelFormat.Bgra32)
        {
            for (int i = 0; i < pixels.Length; i += 4)
                (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
        }
        return MLImage.CreateFromPixels(bitmap.Width, bitmap.Height, format, pixels);
    }
}
