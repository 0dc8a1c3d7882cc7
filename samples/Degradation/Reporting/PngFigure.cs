using Degradation.Experiments;
using OxyPlot;
using OxyPlot.SkiaSharp;
using SkiaSharp;

namespace Degradation.Reporting;

/// <summary>The two plots of errors side by side in one PNG: plain left, residual right.</summary>
internal static class PngFigure
{
    private const string Font = "DejaVu Sans"; // else the system's default
    private const int Width = 540, Height = 420, Scale = 2;

    public static bool HasFonts => SKFontManager.Default.FontFamilyCount > 0;

    public static void Write(string path, ExperimentResults results)
    {
        using var bitmap = new SKBitmap(2 * Width * Scale, Height * Scale);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        using var context = new SkiaRenderContext
        {
            SkCanvas = canvas, DpiScale = Scale, RenderTarget = RenderTarget.PixelGraphic, UseTextShaping = false,
        };
        Render(ErrorPlot.Create(results, residual: false, Font), context, left: 0);
        Render(ErrorPlot.Create(results, residual: true, Font), context, left: Width);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        WholeFile.Write(path, temporary =>
        {
            using FileStream file = File.Create(temporary);
            png.SaveTo(file);
        });
    }

    private static void Render(IPlotModel plot, SkiaRenderContext context, int left)
    {
        plot.Update(updateData: true);
        plot.Render(context, new OxyRect(left, 0, Width, Height));
    }
}
