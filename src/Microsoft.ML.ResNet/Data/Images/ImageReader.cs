using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Reads the image of a cursor's current row. Not thread-safe, like the cursor.</summary>
internal abstract class ImageReader
{
    /// <summary>Images that were read before, which are compared with those that are read now; null for none.</summary>
    public FirstLook? FirstLook { get; set; }

    /// <summary>
    /// Copies the current row's image into a slot of a chunk. It copies at once, because the upstream transform may
    /// reuse or dispose the image.
    /// </summary>
    public abstract void Read(ImageChunk chunk, int slot);

    /// <summary>Reads a column of a row.</summary>
    public static ImageReader Create(DataViewRow row, DataViewSchema.Column column, ImageSpecification specification) =>
        Create(getter: null, row, column, specification);

    /// <summary>Reads a column with a getter of its type; null for that of the row.</summary>
    public static ImageReader Create(
        Delegate? getter, DataViewRow row, DataViewSchema.Column column, ImageSpecification specification)
    {
        return ImageColumn.KindOf(column) switch
        {
            ImageColumnKind.Image => new MLImageReader(Getter<MLImage>(), specification),
            ImageColumnKind.Encoded => new EncodedImageReader(Getter<VBuffer<byte>>()),
            ImageColumnKind.BytePixels => new BytePixelReader(Getter<VBuffer<byte>>(), specification),
            _ => new FloatPixelReader(Getter<VBuffer<float>>(), specification),
        };

        ValueGetter<T> Getter<T>() => (ValueGetter<T>?)getter ?? row.GetGetter<T>(column);
    }

    /// <summary>
    /// Calls a getter. An exception of the upstream transform counts as a bad image; cancellation does not.
    /// </summary>
    protected static bool TryGet<T>(ValueGetter<T> getter, ref T value, ImageChunk chunk, int slot)
    {
        try
        {
            getter(ref value);
            return true;
        }
        catch (Exception e)
            when (e is ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            chunk.SetBad(slot, new BadImage($"could not be loaded ({e.Message})", e));
            return false;
        }
    }
}
