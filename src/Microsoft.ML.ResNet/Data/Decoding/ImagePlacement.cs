using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Data;

/// <summary>A crop of a source image and the rectangle of a canvas that it is resized to.</summary>
/// <param name="SourceX">Left edge of the crop, in source pixels.</param>
/// <param name="SourceY">Top edge of the crop.</param>
/// <param name="SourceWidth">Width of the crop.</param>
/// <param name="SourceHeight">Height of the crop.</param>
/// <param name="X">Left column on the canvas.</param>
/// <param name="Y">Top row on the canvas.</param>
/// <param name="Width">Width on the canvas.</param>
/// <param name="Height">Height on the canvas.</param>
internal readonly record struct ImagePlacement(
    double SourceX, double SourceY, double SourceWidth, double SourceHeight, int X, int Y, int Width, int Height)
{
    public static ImagePlacement For(
        ImageResizingEstimator.ResizingKind resizing, int sourceWidth, int sourceHeight, int width, int height)
    {
        double horizontal = (double)width / sourceWidth, vertical = (double)height / sourceHeight;
        switch (resizing)
        {
            case ImageResizingEstimator.ResizingKind.Fill:
                return new(0, 0, sourceWidth, sourceHeight, 0, 0, width, height);
            case ImageResizingEstimator.ResizingKind.IsoCrop:
                double cover = Math.Max(horizontal, vertical);
                double partWidth = Math.Min(width / cover, sourceWidth);
                double partHeight = Math.Min(height / cover, sourceHeight);
                (double left, double top) = ((sourceWidth - partWidth) / 2, (sourceHeight - partHeight) / 2);
                return new(left, top, partWidth, partHeight, 0, 0, width, height);
            default:
                double fit = Math.Min(horizontal, vertical);
                int fitWidth = Math.Clamp((int)Math.Round(sourceWidth * fit), 1, width);
                int fitHeight = Math.Clamp((int)Math.Round(sourceHeight * fit), 1, height);
                (int x, int y) = ((width - fitWidth) / 2, (height - fitHeight) / 2);
                return new(0, 0, sourceWidth, sourceHeight, x, y, fitWidth, fitHeight);
        }
    }
}
