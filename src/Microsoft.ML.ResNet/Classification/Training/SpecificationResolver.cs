using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet;

/// <summary>Finds the size of the network's input from options, column type, and if need be the first image.</summary>
internal sealed class SpecificationResolver(ResNetClassifierEstimator.Options options)
{
    public ImageSpecification Resolve(IDataView data, DataViewSchema.Column column)
    {
        ImageColumnKind kind = ImageColumn.KindOf(column);
        (int height, int width) = kind switch
        {
            ImageColumnKind.Image => OfImages(data, column),
            ImageColumnKind.Encoded => SizeOfEncoded(),
            _ => OfVectors(column, ((VectorDataViewType)column.Type).Size),
        };
        return new ImageSpecification(
            new PixelShape(height, width, options.ImageChannels, isFloat: kind == ImageColumnKind.FloatPixels),
            options.PixelLayout, options.Resizing);
    }

    private (int Height, int Width) OfImages(IDataView data, DataViewSchema.Column column)
    {
        var type = (ImageDataViewType)column.Type;
        (int height, int width) = type is { Height: > 0, Width: > 0 }
            ? (type.Height, type.Width)
            : options is { ImageHeight: > 0, ImageWidth: > 0 }
                ? (options.ImageHeight, options.ImageWidth)
                : OfFirstImage(data, column);
        int askedHeight = options.ImageHeight == 0 ? height : options.ImageHeight;
        int askedWidth = options.ImageWidth == 0 ? width : options.ImageWidth;
        if ((askedHeight, askedWidth) != (height, width))
        {
            throw new ArgumentException(
                $"The images of column '{column.Name}' have {width}x{height} pixels, but the options ask for "
                + $"{askedWidth}x{askedHeight}. "
                + "Resize them with ResizeImages, or leave ImageWidth and ImageHeight at 0.");
        }
        return (height, width);
    }

    private static (int Height, int Width) OfFirstImage(IDataView data, DataViewSchema.Column column)
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
                // Reading the set meets it again and says which row it is.
                continue;
            }
            if (image is not null)
                return (image.Height, image.Width);
        }
        throw new ArgumentException(
            $"The image column '{column.Name}' holds no image, so there is nothing to train on.");
    }

    /// <summary>What encoded images are brought to.</summary>
    public (int Height, int Width) SizeOfEncoded()
    {
        int side = options.Architecture.IsForSmallImages ? 32 : 224;
        return (options.ImageHeight, options.ImageWidth) switch
        {
            (0, 0) => (side, side),
            (0, var width) => (width, width),
            (var height, 0) => (height, height),
            var given => given,
        };
    }

    private (int Height, int Width) OfVectors(DataViewSchema.Column column, int size)
    {
        int channels = options.ImageChannels, pixels = size / channels;
        (int height, int width) = (options.ImageHeight, options.ImageWidth) switch
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
