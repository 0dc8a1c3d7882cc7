using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Data;

/// <summary>How images are converted before they are stored or scored; part of a saved model.</summary>
/// <param name="Shape">Shape of the stored images.</param>
/// <param name="Layout">Order of the values in pixel vectors.</param>
/// <param name="Resizing">How encoded images are resized.</param>
internal sealed record ImageSpecification(
    PixelShape Shape, ResNetPixelLayout Layout, ImageResizingEstimator.ResizingKind Resizing)
{
    /// <summary>What the training images were.</summary>
    public PictureOrigin Origin { get; init; }

    /// <summary>
    /// Whether files are decoded without their EXIF orientation: the network was trained on images that ML.NET loaded, which
    /// ignores it, and has to see files in the same way.
    /// </summary>
    public bool IgnoresOrientation => Origin == PictureOrigin.Images;

    public int Height => Shape.Height;

    public int Width => Shape.Width;

    public int Channels => Shape.Channels;
}
