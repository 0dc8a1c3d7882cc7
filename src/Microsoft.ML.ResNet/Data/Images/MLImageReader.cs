using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// Reads <see cref="MLImage"/>. The upstream cursor owns the image, so it is copied and never disposed here.
/// Transparent pixels are composed on white.
/// </summary>
internal sealed class MLImageReader(ValueGetter<MLImage> getter, ImageSpecification specification) : ImageReader
{
    private MLImage _image = null!;
    private byte[] _composed = [];

    public override void Read(ImageChunk chunk, int slot)
    {
        if (!TryGet(getter, ref _image, chunk, slot))
            return;
        if (_image is null)
        {
            chunk.SetBad(slot, BadImage.Missing);
            return;
        }
        if (chunk.Path(slot) is null)
            chunk.SetPath(slot, _image.Tag);
        if (_image.Width != specification.Width || _image.Height != specification.Height)
        {
            chunk.SetBad(slot, new BadImage(
                $"has {_image.Width}x{_image.Height} pixels where {specification.Width}x{specification.Height} are expected; "
                + $"add ResizeImages(\"...\", {specification.Width}, {specification.Height}) before.", IsWrongSize: true));
            return;
        }
        PixelConversion.FromFourBytes(
            Transparency.Compose(_image.Pixels, ref _composed), _image.PixelFormat == MLPixelFormat.Bgra32,
            specification.Channels, chunk.Pixels(slot));
    }
}
