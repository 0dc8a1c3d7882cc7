using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.Transforms.Image;
using SkiaSharp;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>Chooses the search space for a set of images by their number and the size of the first one.</summary>
internal static class SearchSpaceChoice
{
    private const int LargestSmallSide = 64;
    private const long FewImages = 1000;
    private const int LargestBatch = 128;
    private const int SmallestBatch = 16;
    private const int StepsPerEpoch = 40;

    public static ResNetSearchSpace For(
        IDataView data, ResNetClassifierEstimator.Options options, FirstLook? look = null)
    {
        DataViewSchema.Column column = RequiredColumn.Find(data.Schema, options.ImageColumnName, "image");
        int side = options.ImageHeight > 0 ? options.ImageHeight : SideOf(data, column, options, look);
        if (side <= LargestSmallSide)
            return WithBatches(ResNetSearchSpace.SmallImages(), Count(data, LargestBatch * StepsPerEpoch));
        return Count(data, FewImages) < FewImages ? ResNetSearchSpace.TinyDataSet() : ResNetSearchSpace.Photographs();
    }

    // Small sets need small batches to get enough steps per epoch.
    private static ResNetSearchSpace WithBatches(ResNetSearchSpace space, long images)
    {
        int batch = LargestBatch;
        while (batch > SmallestBatch && images / batch < StepsPerEpoch)
            batch /= 2;
        space.BatchSize = ResNetSweep.Choice(Math.Max(SmallestBatch, batch / 2), batch);
        return space;
    }

    private static int SideOf(
        IDataView data, DataViewSchema.Column column, ResNetClassifierEstimator.Options options, FirstLook? look)
    {
        switch (ImageColumn.KindOf(column))
        {
            case ImageColumnKind.Encoded:
                return OfFirst<VBuffer<byte>>(data, column, content =>
                {
                    byte[] file = content.DenseValues().ToArray();
                    look?.Add(file);
                    using SKData bytes = SKData.CreateCopy(file);
                    using SKCodec? codec = SKCodec.Create(bytes);
                    return codec is null ? 0 : Math.Max(codec.Info.Width, codec.Info.Height);
                });
            case ImageColumnKind.Image:
                return ((ImageDataViewType)column.Type) is { Height: > 0 } type
                    ? type.Height
                    : OfFirst<MLImage>(data, column, image =>
                    {
                        if (image is not null)
                            look?.Add(image.Pixels);
                        return image?.Height ?? 0;
                    });
            default:
                int pixels = ((VectorDataViewType)column.Type).Size / options.ImageChannels;
                return (int)Math.Round(Math.Sqrt(pixels));
        }
    }

    // Skips unreadable images: they are reported when the whole set is read.
    private static int OfFirst<T>(IDataView data, DataViewSchema.Column column, Func<T, int> sideOf)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<T> getter = cursor.GetGetter<T>(column);
        T value = default!;
        while (cursor.MoveNext())
        {
            try
            {
                getter(ref value);
                if (sideOf(value) is > 0 and int side)
                    return side;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException)
            {
            }
        }
        return 0;
    }

    private static long Count(IDataView data, long enough)
    {
        if (data.GetRowCount() is { } known)
            return known;
        using DataViewRowCursor cursor = data.GetRowCursor([]);
        long count = 0;
        while (count < enough && cursor.MoveNext())
            count++;
        return count;
    }
}
