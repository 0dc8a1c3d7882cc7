using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Data;

/// <summary>What every image is turned into, and how: part of a saved model.</summary>
/// <param name="Shape">The stored images.</param>
/// <param name="Layout">How pixel vectors are laid out.</param>
/// <param name="Resizing">How encoded images are brought to size.</param>
internal sealed record ImageSpecification(
    PixelShape Shape, ResNetPixelLayout Layout, ImageResizingEstimator.ResizingKind Resizing)
{
    public int Height => Shape.Height;

    public int Width => Shape.Width;

    public int Channels => Shape.Channels;
}
