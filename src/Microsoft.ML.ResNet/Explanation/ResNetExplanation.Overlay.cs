using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.Persistence;
using SkiaSharp;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetExplanation
{
    private const int SmallPicture = 256, LargePicture = 1024;

    /// <summary>
    /// Draws the map over the network's input, or over <see cref="ResNetOverlayOptions.Photograph"/>, and returns a PNG
    /// file.
    /// </summary>
    /// <param name="options">Drawing options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="InvalidDataException">The photograph cannot be decoded.</exception>
    public byte[] ToOverlayPng(ResNetOverlayOptions? options = null)
    {
        options ??= new ResNetOverlayOptions();
        options.Validate();
        using SKBitmap picture = options.Photograph.IsEmpty
            ? DrawOnInput(options)
            : DrawOnPhotograph(options.Photograph.Span, options);
        return OverlayPicture.ToPng(picture);
    }

    /// <summary>Writes <see cref="ToOverlayPng"/> to a file atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Drawing options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="InvalidDataException">The photograph cannot be decoded.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveOverlay(string path, ResNetOverlayOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] png = ToOverlayPng(options);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    private SKBitmap DrawOnInput(ResNetOverlayOptions options)
    {
        (int height, int width) = OverlayPicture.ScaleTo(
            Height, Width, options.Size ?? Math.Max(SmallPicture, Math.Max(Height, Width)));
        SKBitmap picture = OverlayPicture.Create(_image, height, width);
        new HeatMapOverlay(_map, Height, Width, options.Opacity)
            .Paint(picture, MapView.Whole(height, width, Height, Width));
        return picture;
    }

    private SKBitmap DrawOnPhotograph(ReadOnlySpan<byte> photograph, ResNetOverlayOptions options)
    {
        bool ignoresOrientation = _model.Specification.IgnoresOrientation;
        (int height, int width) = OverlayPicture.SizeOf(photograph, ignoresOrientation);
        (height, width) = OverlayPicture.ScaleTo(
            height, width, options.Size ?? Math.Min(LargePicture, Math.Max(height, width)));
        SKBitmap picture = OverlayPicture.Create(photograph, height, width, ignoresOrientation);
        Paint(picture, options.Opacity);
        return picture;
    }

    /// <summary>Paints the map over a picture of the whole explained image, of any size.</summary>
    internal void Paint(SKBitmap picture, float opacity)
    {
        ImageSpecification specification = _model.Specification;
        (int top, int left) = InputImage.Centre(specification, _model.Network);
        ImagePlacement placement = ImagePlacement.For(
            specification.Resizing, picture.Width, picture.Height, specification.Width, specification.Height);
        new HeatMapOverlay(_map, Height, Width, opacity).Paint(picture, MapView.Photograph(placement, top, left));
    }
}
