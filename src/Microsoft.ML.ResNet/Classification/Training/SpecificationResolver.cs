using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>
/// Finds the sizes of stored images and of the network's input from the options, the column's type, and if necessary the
/// first image.
/// </summary>
internal sealed class SpecificationResolver(ResNetClassifierEstimator.Options options)
{
    // The paper's 256 pixels for crops of 224.
    private const double ZoomedScale = 8 / 7.0;

    // The required size of images that are not resized; 0 for any.
    private readonly int _height = options.StoredHeight == 0 ? options.ImageHeight : options.StoredHeight;
    private readonly int _width = options.StoredWidth == 0 ? options.ImageWidth : options.StoredWidth;

    public (ImageSpecification Stored, ImageSize Input) Resolve(
        IDataView data, DataViewSchema.Column column, FirstLook? look = null)
    {
        ImageColumnKind kind = ImageColumn.KindOf(column);
        (int height, int width) = kind switch
        {
            ImageColumnKind.Image => OfImages(data, column, look),
            ImageColumnKind.Encoded => (
                Stored(options.StoredHeight, InputOfEncoded.Height), Stored(options.StoredWidth, InputOfEncoded.Width)),
            _ => OfVectors(column, ((VectorDataViewType)column.Type).Size),
        };
        var stored = new ImageSpecification(
            new PixelShape(height, width, options.ImageChannels, isFloat: kind == ImageColumnKind.FloatPixels),
            options.PixelLayout, options.Resizing)
        {
            Origin = kind switch
            {
                ImageColumnKind.Image => PictureOrigin.Images,
                ImageColumnKind.Encoded => PictureOrigin.Files,
                _ => PictureOrigin.Unknown,
            },
        };
        return (stored, kind == ImageColumnKind.Encoded ? InputOfEncoded : Input(stored));
    }

    private (int Height, int Width) OfImages(IDataView data, DataViewSchema.Column column, FirstLook? look)
    {
        var type = (ImageDataViewType)column.Type;
        (int height, int width) = type is { Height: > 0, Width: > 0 }
            ? (type.Height, type.Width)
            : _height > 0 && _width > 0
                ? (_height, _width)
                : OfFirstImage(data, column, look);
        int askedHeight = _height == 0 ? height : _height, askedWidth = _width == 0 ? width : _width;
        if ((askedHeight, askedWidth) != (height, width))
        {
            throw new ArgumentException(
                $"The images of column '{column.Name}' have {width}x{height} pixels, but the options ask for "
                + $"{askedWidth}x{askedHeight}. "
                + "Resize them with ResizeImages, or leave ImageWidth and ImageHeight at 0.");
        }
        return (height, width);
    }

    private static (int Height, int Width) OfFirstImage(IDataView data, DataViewSchema.Column column, FirstLook? look)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(column);
        MLImage? image = null;
        while (cursor.MoveNext())
        {
            try
            {
                getter(ref image!);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException)
            {
                // Reading the set meets the same error again and names the row.
                continue;
            }
            if (image is not null)
            {
                look?.Add(image.Pixels);
                return (image.Height, image.Width);
            }
        }
        throw new ArgumentException(
            $"The image column '{column.Name}' holds no image, so there is nothing to train on.");
    }

    /// <summary>The input size for encoded images.</summary>
    public ImageSize InputOfEncoded
    {
        get
        {
            int side = options.Architecture.IsForSmallImages ? 32 : 224;
            return (options.ImageHeight, options.ImageWidth) switch
            {
                (0, 0) => new(side, side),
                (0, var width) => new(width, width),
                (var height, 0) => new(height, height),
                (var height, var width) => new(height, width),
            };
        }
    }

    private ImageSize Input(ImageSpecification stored) => new(
        options.ImageHeight == 0 ? stored.Height : options.ImageHeight,
        options.ImageWidth == 0 ? stored.Width : options.ImageWidth);

    private int Stored(int given, int input) => given > 0 ? Math.Max(given, input)
        : options.Augmentation.Zooms ? (int)Math.Round(input * ZoomedScale)
        : input;

    private (int Height, int Width) OfVectors(DataViewSchema.Column column, int size)
    {
        int channels = options.ImageChannels, pixels = size / channels;
        (int height, int width) = (_height, _width) switch
        {
            (0, 0) => ((int)Math.Round(Math.Sqrt(pixels)), (int)Math.Round(Math.Sqrt(pixels))),
            (0, var w) => (pixels / w, w),
            (var h, 0) => (h, pixels / h),
            var given => given,
        };
        if ((long)height * width * channels != size)
        {
            throw new ArgumentException(
                $"The vectors of column '{column.Name}' have {size} values, which are no images of {width} x {height} pixels "
                + $"and {channels} channels ({(long)height * width * channels} values). "
                + "Set ImageHeight, ImageWidth and ImageChannels, and extract the colours red, green and blue only.");
        }
        return (height, width);
    }
}
