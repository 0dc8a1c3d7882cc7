using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>Where a picture's pixels lie in a map: at first + step * pixel, in rows and columns of the map.</summary>
internal readonly record struct MapView(double FirstRow, double RowStep, double FirstColumn, double ColumnStep)
{
    /// <summary>A picture that shows what the map does, at another size.</summary>
    public static MapView Whole(int pictureHeight, int pictureWidth, int mapHeight, int mapWidth)
    {
        (double down, double along) = ((double)mapHeight / pictureHeight, (double)mapWidth / pictureWidth);
        return new MapView(down / 2 - 0.5, down, along / 2 - 0.5, along);
    }

    /// <summary>A photograph of which the network's input is a part, or the whole between bars.</summary>
    /// <param name="placement">From the photograph, at the size at which it is shown, to the stored image.</param>
    /// <param name="top">The first row of the stored image that the network sees.</param>
    /// <param name="left">The first column.</param>
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
