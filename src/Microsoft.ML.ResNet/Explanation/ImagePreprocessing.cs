using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>Converts single images to a model's stored form: bytes [height][width][channels].</summary>
internal static class ImagePreprocessing
{
    public static byte[] Decode(ReadOnlySpan<byte> content, ImageSpecification specification)
    {
        byte[] pixels = New(specification);
        if (content.IsEmpty)
            throw new InvalidDataException("The image is empty.");
        if (new EncodedImageDecoder(specification).Decode(content, pixels) is { } bad)
            throw new InvalidDataException($"The image {bad.Reason}.", bad.Cause);
        return pixels;
    }

    public static byte[] Resize(MLImage image, ImageSpecification specification)
    {
        byte[] pixels = New(specification);
        byte[] canvas = new byte[specification.Height * specification.Width * 4];
        ImagePlacement placement = ImagePlacement.For(
            specification.Resizing, image.Width, image.Height, specification.Width, specification.Height);
        byte[] composed = [];
        ReadOnlySpan<byte> opaque = Transparency.Compose(image.Pixels, ref composed);
        Resampler.Resample(opaque, image.Width, image.Height, placement, canvas, specification.Width);
        PixelConversion.FromFourBytes(
            canvas, image.PixelFormat == MLPixelFormat.Bgra32, specification.Channels, pixels);
        return pixels;
    }

    private static byte[] New(ImageSpecification specification) => specification.Shape.IsFloat
        ? throw new ArgumentException(
            "The classifier was trained on vectors of Single, and an image does not determine their scale: explain a column of "
            + "such vectors with mlContext.Transforms.ResNetExplanation.")
        : new byte[specification.Shape.Bytes];
}
