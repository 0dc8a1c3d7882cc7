using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>
/// Maps the pixels of a picture to positions in a heat map: first + step * pixel, in pixels of the map.
/// </summary>
internal readonly record struct MapView(double FirstRow, double RowStep, double FirstColumn, double ColumnStep)
{
    /// <summary>For a picture that shows the same area as the map, at another size.</summary>
    public static MapView Whole(int pictureHeight, int pictureWidth, int mapHeight, int mapWidth)
    {
        (double down, double along) = ((double)mapHeight / pictureHeight, (double)mapWidth / pictureWidth);
        return new MapView(down / 2 - 0.5, down, along / 2 - 0.5, along);
    }

    /// <summary>For a photograph of which the network's input is a crop, or the whole with padding.</summary>
    /// <param name="placement">Maps the photograph, at its displayed size, to the stored image.</param>
    /// <param name="top">First row of the network's input in the stored image.</param>
    /// <param name="left">First column of the network's input.</param>
    public static MapView Photograph(ImagePlacement placement, int top, int left)
    {
        double rowStep = placement.Height / placement.SourceHeight, columnStep = placement.Width / placement.SourceWidth;
        return new MapView(
            placement.Y - top + (0.5 - placement.SourceY) * rowStep - 0.5, rowStep,
            placement.X - left + (0.5 - placement.SourceX) * columnStep - 0.5, columnStep);
    }

    public double Row(int pixel) => FirstRow + RowStep * pixel;

    public double Column(int pixel) => FirstColumn + ColumnStep * pixel;
}
