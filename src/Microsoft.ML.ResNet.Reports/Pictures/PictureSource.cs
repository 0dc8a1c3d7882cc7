using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Explanation;
using SkiaSharp;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>An image of the test set, which it explains and draws.</summary>
internal sealed class PictureSource
{
    private const int Side = 176, JpegQuality = 82;

    private readonly ReadOnlyMemory<byte> _file; // empty if there is an MLImage
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
        using SKBitmap picture = Picture(classifier.Model.Specification.IgnoresOrientation);
        byte[] plain = ToJpeg(picture);
        if (options.Explanation is not { } asked)
            return new ExamplePicture(title, plain, HeatJpeg: null);
        ResNetExplanationOptions explained = new()
        {
            ClassName = classifier.ClassNames[label],
            Method = asked.Method,
            Stage = asked.Stage,
            OcclusionSize = asked.OcclusionSize,
            OcclusionStride = asked.OcclusionStride,
        };
        ResNetExplanation explanation = _image is null
            ? classifier.Explain(_file.Span, explained)
            : classifier.Explain(_image, explained);
        explanation.Paint(picture, new ResNetOverlayOptions().Opacity);
        return new ExamplePicture(title, plain, ToJpeg(picture));
    }

    private SKBitmap Picture(bool ignoresOrientation)
    {
        (int height, int width) =
            _image is null ? OverlayPicture.SizeOf(_file.Span, ignoresOrientation) : (_image.Height, _image.Width);
        (height, width) = OverlayPicture.ScaleTo(height, width, Side);
        return _image is null
            ? OverlayPicture.Create(_file.Span, height, width, ignoresOrientation)
            : OverlayPicture.Create(_image, height, width);
    }

    // JPEG takes a tenth of a PNG's bytes.
    private static byte[] ToJpeg(SKBitmap picture)
    {
        using SKData data = picture.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        return data.ToArray();
    }
}
