using Microsoft.ML.ResNet.CommandLine;
using OxyPlot;
using OxyPlot.SkiaSharp;
using SkiaSharp;

namespace Degradation.Reporting;

/// <summary>Renders two plots side by side as a PNG.</summary>
internal static class PngFigure
{
    public const string Font = "DejaVu Sans"; // the system's default font if this one is missing

    private const int Width = 540, Height = 420, Scale = 2;

    public static bool HasFonts => SKFontManager.Default.FontFamilyCount > 0;

    public static void Write(string path, PlotModel left, PlotModel right)
    {
        using var bitmap = new SKBitmap(2 * Width * Scale, Height * Scale);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        using var context = new SkiaRenderContext
        {
            SkCanvas = canvas, DpiScale = Scale, RenderTarget = RenderTarget.PixelGraphic, UseTextShaping = false,
        };
        Render(left, context, x: 0);
        Render(right, context, x: Width);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        OutputFile.Write(path, png.SaveTo);
    }

    private static void Render(IPlotModel plot, SkiaRenderContext context, int x)
    {
        plot.Update(updateData: true);
        plot.Render(context, new OxyRect(x, 0, Width, Height));
    }
}
