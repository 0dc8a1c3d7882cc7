using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace Degradation.Reporting;

/// <summary>Colors, fonts and axes of all plots.</summary>
internal static class PlotStyle
{
    private static readonly OxyColor[] Colours =
    [
        OxyColor.FromRgb(0xd0, 0x9a, 0x00), OxyColor.FromRgb(0xc0, 0x20, 0x20), OxyColor.FromRgb(0x20, 0x60, 0xc0),
        OxyColor.FromRgb(0x20, 0x80, 0x40), OxyColor.FromRgb(0x80, 0x30, 0xa0),
    ];

    public static readonly OxyColor Constructed = OxyColor.FromRgb(0x40, 0x40, 0x40);

    /// <summary>The color of a depth, the same in all plots.</summary>
    public static OxyColor ColourOf(int depth, IReadOnlyList<int> depths)
    {
        int place = Math.Max(0, depths.ToList().IndexOf(depth));
        return Colours[place % Colours.Length];
    }

    public static PlotModel Plot(string title, string font) => new()
    {
        Title = title,
        TitleFontSize = 17,
        TitleFontWeight = FontWeights.Normal,
        DefaultFont = font,
        DefaultFontSize = 13,
        Background = OxyColors.White,
        PlotAreaBorderColor = OxyColors.Gray,
        Legends =
        {
            new Legend
            {
                LegendPosition = LegendPosition.RightTop, LegendBackground = OxyColor.FromAColor(200, OxyColors.White),
                LegendBorder = OxyColors.LightGray, LegendFontSize = 12,
            },
        },
    };

    public static LinearAxis Axis(AxisPosition position, string title, double least, double most) => new()
    {
        Position = position,
        Title = title,
        Minimum = least,
        Maximum = most,
        AxislineColor = OxyColors.Gray,
        TicklineColor = OxyColors.Gray,
        MinorTickSize = 0,
        AxisTitleDistance = 8,
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = OxyColor.FromRgb(0xe8, 0xe8, 0xe8),
        StringFormat = "#,0.###",
    };
}
