using Degradation.Experiments;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Degradation.Reporting;

/// <summary>
/// Plots training error (thin) and test error (bold) of plain or of residual networks over iterations, as in figures 1
/// and 6 of the paper.
/// </summary>
internal static class ErrorPlot
{
    private const double Thin = 1, Bold = 2.6;

    public static PlotModel Create(ExperimentResults results, bool residual, string font)
    {
        IEnumerable<CurvePoint> all = results.Networks.SelectMany(network => network.Curve);
        PlotModel plot = PlotStyle.Plot(residual ? "residual networks" : "plain networks", font);
        plot.Axes.Add(PlotStyle.Axis(AxisPosition.Bottom, "iterations", 0, all.Max(point => point.Iteration)));
        plot.Axes.Add(PlotStyle.Axis(
            AxisPosition.Left, "error (%), thin: training, bold: test", Least(all), Math.Min(100, Most(all))));
        foreach (NetworkResult network in results.FromScratch(residual))
            Add(plot, network, PlotStyle.ColourOf(network.Depth, results.Protocol.Depths), LineStyle.Solid);
        if (!residual && results.Constructed is { } constructed)
            Add(plot, constructed, PlotStyle.Constructed, LineStyle.Dash);
        return plot;
    }

    private static void Add(PlotModel plot, NetworkResult network, OxyColor colour, LineStyle style)
    {
        plot.Series.Add(Line(network, point => point.TrainError, colour, style, Thin));
        LineSeries test = Line(network, point => point.TestError, colour, style, Bold);
        test.Title = network.Name;
        plot.Series.Add(test);
    }

    private static LineSeries Line(
        NetworkResult network, Func<CurvePoint, double> error, OxyColor colour, LineStyle style, double thickness)
    {
        var line = new LineSeries { Color = colour, LineStyle = style, StrokeThickness = thickness };
        line.Points.AddRange(network.Curve.Select(point => new DataPoint(point.Iteration, error(point))));
        return line;
    }

    // The same axes for both plots make them comparable.
    private static double Least(IEnumerable<CurvePoint> points) =>
        10 * Math.Floor(points.Min(point => Math.Min(point.TrainError, point.TestError)) / 10);

    private static double Most(IEnumerable<CurvePoint> points) =>
        10 * Math.Ceiling(points.Max(point => Math.Max(point.TrainError, point.TestError)) / 10 + 0.01);
}
