using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>rn_image_batch.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ImageBatch
{
    public long N;
    public int H, W, C;
    public int StoreH, StoreW;
    public int IsFloat;
    public void* Store;
    public long StoreImages;
    public long* Indices;
    public ImageView* Views;
    public float* Mean;
    public float* Scale;

    /// <summary>A batch over a store's images; the caller fills in which images and crops to load.</summary>
    public static ImageBatch FromStore(PixelShape shape, void* store, long storeImages) => new()
    {
        C = shape.Channels,
        StoreH = shape.Height,
        StoreW = shape.Width,
        IsFloat = shape.IsFloat ? 1 : 0,
        Store = store,
        StoreImages = storeImages,
    };
}

/// <summary>rn_box: a rectangle of pixels; Bottom and Right are exclusive.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PixelBox(int Top, int Left, int Bottom, int Right);

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_image_batch_load")]
    internal static partial NativeStatus ImageBatchLoad(
        NativeContext context, in ImageBatch batch, NativeBuffer output);

    [LibraryImport(Library, EntryPoint = "rn_image_batch_mix")]
    internal static partial NativeStatus ImageBatchMix(
        NativeContext context, long n, int h, int w, int c, float* share, PixelBox* boxes, NativeBuffer images);

    [LibraryImport(Library, EntryPoint = "rn_image_statistics")]
    internal static partial NativeStatus ImageStatistics(
        NativeContext context, in ImageBatch batch, double* sum, double* products);
}
