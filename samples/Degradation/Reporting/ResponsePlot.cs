using Degradation.Experiments;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Degradation.Reporting;

/// <summary>
/// Plots standard deviations of layer responses as in figure 7 of the paper: in layer order, or sorted by magnitude.
/// </summary>
internal static class ResponsePlot
{
    public static PlotModel Create(ExperimentResults results, bool sorted, string font)
    {
        NetworkResult[] networks = [.. results.Networks.Where(network => network.ConstructedFrom is null)];
        PlotModel plot = PlotStyle.Plot(
            sorted ? "layer responses, sorted" : "layer responses, in layer order", font);
        int layers = networks.Max(network => network.LayerResponses.Count);
        plot.Axes.Add(PlotStyle.Axis(AxisPosition.Bottom, sorted ? "rank" : "layer", 0, layers + 1));
        plot.Axes.Add(PlotStyle.Axis(
            AxisPosition.Left, "standard deviation", 0,
            1.05 * networks.Max(network => network.LayerResponses.Max(layer => layer.StandardDeviation))));
        foreach (NetworkResult network in networks)
            plot.Series.Add(Line(network, sorted, PlotStyle.ColourOf(network.Depth, results.Protocol.Depths)));
        return plot;
    }

    private static LineSeries Line(NetworkResult network, bool sorted, OxyColor colour)
    {
        IEnumerable<double> deviations = network.LayerResponses.Select(layer => layer.StandardDeviation);
        if (sorted)
            deviations = deviations.OrderDescending();
        var line = new LineSeries
        {
            Title = network.Name,
            Color = colour,
            LineStyle = network.Residual ? LineStyle.Solid : LineStyle.Dash,
            StrokeThickness = 1.6,
        };
        line.Points.AddRange(deviations.Select((deviation, place) => new DataPoint(place + 1, deviation)));
        return line;
    }
}
