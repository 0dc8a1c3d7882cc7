using Microsoft.ML.Data;
using SkiaSharp;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>An image as the test set has it, and how it is explained and drawn.</summary>
internal sealed class PictureSource
{
    private const int Side = 176, JpegQuality = 82;

    private readonly ReadOnlyMemory<byte> _file; // else an image
    private readonly MLImage? _image;

    private PictureSource(ReadOnlyMemory<byte> file, MLImage? image) => (_file, _image) = (file, image);

    public static Func<PictureSource> Files(ValueGetter<VBuffer<byte>> getter)
    {
        VBuffer<byte> content = default;
        return () =>
        {
            getter(ref content);
            return new PictureSource(content.DenseValues().ToArray(), image: null);
        };
    }

    public static Func<PictureSource> Images(ValueGetter<MLImage> getter)
    {
        MLImage image = null!;
        return () =>
        {
            getter(ref image);
            return new PictureSource(default, image);
        };
    }

    public ExamplePicture Draw(
        ResNetClassifierTransformer classifier, int label, string title, ResNetReportOptions options)
    {
        ResNetExplanationOptions explained = new()
        {
            ClassName = classifier.ClassNames[label],
            Method = options.Explanation?.Method ?? ExplanationMethod.GradCam,
            Stage = options.Explanation?.Stage,
            OcclusionSize = options.Explanation?.OcclusionSize,
            OcclusionStride = options.Explanation?.OcclusionStride,
        };
        ResNetExplanation explanation = _image is null
            ? classifier.Explain(_file.Span, explained)
            : classifier.Explain(_image, explained);
        ResNetOverlayOptions overlay = new() { Size = Side, Photograph = _file };
        byte[]? heat = options.Explanation is null ? null : ToJpeg(explanation.ToOverlayPng(overlay));
        overlay.Opacity = 0;
        return new ExamplePicture(title, ToJpeg(explanation.ToOverlayPng(overlay)), heat);
    }

    // A picture in a page: a tenth of a PNG's bytes.
    private static byte[] ToJpeg(byte[] png)
    {
        using SKBitmap picture = SKBitmap.Decode(png);
        using SKData data = picture.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        return data.ToArray();
    }
}
