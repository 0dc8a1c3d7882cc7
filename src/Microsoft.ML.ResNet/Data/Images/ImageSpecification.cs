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
    public int Height => Shape.Height;

    public int Width => Shape.Width;

    public int Channels => Shape.Channels;
}
