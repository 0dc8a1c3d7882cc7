using System.Net.Http.Headers;
using Samples.Drawing;
using SkiaSharp;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>Pictures to upload.</summary>
internal static class Picture
{
    /// <summary>Draws a large red shape in the middle of a blue background.</summary>
    public static byte[] Draw(string shape, int width = 320, int height = 320, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(new SKColor(70, 95, 160));
            using var paint = new SKPaint { IsAntialias = true, Color = new SKColor(215, 120, 50) };
            using SKPath outline = ShapeOutline.ByClass[shape]();
            outline.Transform(SKMatrix.CreateRotation(0.4f)
                .PostConcat(SKMatrix.CreateScale(0.36f * width, 0.36f * height))
                .PostConcat(SKMatrix.CreateTranslation(0.5f * width, 0.5f * height)));
            canvas.DrawPath(outline, paint);
        }
        using SKData data = bitmap.Encode(format, 92);
        return data.ToArray();
    }

    public static ByteArrayContent Body(byte[] picture, string type = "image/png")
    {
        var content = new ByteArrayContent(picture);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    public static MultipartFormDataContent Form(byte[] picture) => new() { { Body(picture), "image", "picture.png" } };
}
