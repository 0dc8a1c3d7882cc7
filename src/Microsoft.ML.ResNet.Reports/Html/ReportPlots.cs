using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>Draws a report's plots as inline SVG.</summary>
internal sealed class ReportPlots
{
    private static readonly OxyColor s_grid = OxyColor.FromAColor(70, OxyColor.FromRgb(128, 128, 128));
    private static readonly OxyColor s_first = OxyColor.FromRgb(0x3b, 0x82, 0xf6);
    private static readonly OxyColor s_second = OxyColor.FromRgb(0xe0, 0x7a, 0x1f);

    private readonly SvgFigures _figures = new(width: 520, height: 380);

    /// <summary>
    /// Plots a metric by epoch: one line for the training set and, if there are values, one for the validation set.
    /// </summary>
    public string Curves(
        string title, IReadOnlyList<ResNetEpochMetrics> epochs, Func<ResNetEpochMetrics, double?> training,
        Func<ResNetEpochMetrics, double?> validation)
    {
        PlotModel plot = Plot(title);
        plot.Axes.Add(Axis(AxisPosition.Bottom, "epoch", 0, epochs[^1].Epoch));
        LinearAxis values = Axis(AxisPosition.Left, "", 0, double.NaN);
        plot.Axes.Add(values);
        string keys = "";
        Add("training", training, s_first);
        Add("validation", validation, s_second);
        return $"<figure>{_figures.Svg(plot)}<figcaption>{keys}</figcaption></figure>";

        void Add(string name, Func<ResNetEpochMetrics, double?> value, OxyColor color)
        {
            DataPoint[] points = [.. epochs.Where(epoch => value(epoch) is not null)
                .Select(epoch => new DataPoint(epoch.Epoch, value(epoch)!.Value))];
            if (points.Length == 0)
                return;
            LineSeries line = new() { Color = color, StrokeThickness = 2, MarkerFill = color };
            line.MarkerType = points.Length == 1 ? MarkerType.Circle : MarkerType.None;
            line.Points.AddRange(points);
            plot.Series.Add(line);
            // The legend is HTML, because the plot library would measure it with another font than the page's.
            keys += $"<span class=\"key\" style=\"background:rgb({color.R} {color.G} {color.B})\"></span>{name} ";
        }
    }

    /// <summary>
    /// The reliability diagram: accuracy by predicted probability. A calibrated model is on the diagonal.
    /// </summary>
    public string Reliability(ReliabilityBins bins)
    {
        PlotModel plot = Plot("");
        plot.Axes.Add(Axis(AxisPosition.Bottom, "probability", 0, 1));
        plot.Axes.Add(Axis(AxisPosition.Left, "fraction correct", 0, 1));
        RectangleBarSeries bars = new() { FillColor = OxyColor.FromAColor(150, s_first), StrokeThickness = 0 };
        LineSeries points = new() { Color = s_second, StrokeThickness = 0, MarkerType = MarkerType.Circle, MarkerSize = 3.5 };
        points.MarkerFill = s_second;
        for (int bin = 0; bin < bins.Count; bin++)
        {
            if (bins.Predictions(bin) == 0)
                continue;
            bars.Items.Add(new RectangleBarItem(
                (bin + 0.06) / bins.Count, 0, (bin + 0.94) / bins.Count, bins.Accuracy(bin)));
            points.Points.Add(new DataPoint(bins.Confidence(bin), bins.Accuracy(bin)));
        }
        plot.Series.Add(bars);
        plot.Series.Add(points);
        plot.Annotations.Add(new LineAnnotation
        {
            Slope = 1, Intercept = 0, Color = SvgFigures.Text, LineStyle = LineStyle.Dash, StrokeThickness = 1,
        });
        return _figures.Svg(plot);
    }

    private static PlotModel Plot(string title) => new()
    {
        Title = title,
        TitleFontSize = 15,
        TitleFontWeight = FontWeights.Normal,
        TitleColor = SvgFigures.Text,
        TextColor = SvgFigures.Text,
        DefaultFont = "system-ui, sans-serif",
        DefaultFontSize = 13,
        Background = OxyColors.Undefined,
        PlotAreaBorderColor = s_grid,
    };

    private static LinearAxis Axis(AxisPosition position, string title, double least, double most) => new()
    {
        Position = position,
        Title = title,
        Minimum = least,
        Maximum = most,
        TextColor = SvgFigures.Text,
        TitleColor = SvgFigures.Text,
        TicklineColor = s_grid,
        MinorTickSize = 0,
        AxisTitleDistance = 16,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = s_grid,
        StringFormat = "#,0.###",
    };
}
