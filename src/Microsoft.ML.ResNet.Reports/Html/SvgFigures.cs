using OxyPlot;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>Exports the plots of one page as inline SVG.</summary>
internal sealed class SvgFigures(int width, int height)
{
    /// <summary>A placeholder that is replaced by the page's text color.</summary>
    public static readonly OxyColor Text = OxyColor.FromRgb(1, 2, 3);

    private int _figures;

    public string Svg(PlotModel plot)
    {
        string svg = new SvgExporter { Width = width, Height = height, IsDocument = false }.ExportToString(plot);
        // Inline SVG has no XML declaration, and all figures share the page's id namespace.
        _figures++;
        return svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]
            .Replace("<svg ", $"<svg viewBox=\"0 0 {width} {height}\" ", StringComparison.Ordinal)
            .Replace("id=\"clip", $"id=\"f{_figures}clip", StringComparison.Ordinal)
            .Replace("url(#clip", $"url(#f{_figures}clip", StringComparison.Ordinal)
            .Replace("rgb(1,2,3)", "currentColor", StringComparison.Ordinal)
            .Replace("#010203", "currentColor", StringComparison.Ordinal);
    }
}
