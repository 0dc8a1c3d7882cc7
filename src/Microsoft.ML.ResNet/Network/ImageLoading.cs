using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Loads stored images as a network's normalized input.</summary>
/// <param name="input">Size of the network's input.</param>
/// <param name="channels">Channels of the network's input.</param>
/// <param name="normalization">Applied to every pixel.</param>
/// <param name="context">Computes.</param>
internal sealed unsafe class ImageLoading(
    ImageSize input, int channels, ChannelNormalization normalization, NativeContext context)
{
    private readonly long _length = (long)input.Height * input.Width * channels;
    private readonly float[] _mean = normalization.Mean;
    private readonly float[] _scale = normalization.Scale;

    public ImageLoading(NetworkLayout layout, ChannelNormalization normalization, NativeContext context)
        : this(new ImageSize(layout.Height, layout.Width), layout.Channels, normalization, context)
    {
    }

    /// <param name="workspace">Receives the images.</param>
    /// <param name="store">The first stored image.</param>
    /// <param name="storeImages">Number of stored images.</param>
    /// <param name="shape">Shape of the stored images.</param>
    /// <param name="indices">Indices of the images to load.</param>
    /// <param name="view">The crop of every image; null for the center.</param>
    public void Load(
        InferenceWorkspace workspace, byte* store, long storeImages, PixelShape shape, ReadOnlySpan<long> indices,
        ImageView? view = null)
    {
        Span<ImageView> views = view is null ? default : workspace.Views.AsSpan(0, indices.Length);
        views.Fill(view.GetValueOrDefault());
        Load(store, storeImages, shape, indices, views, workspace.Images);
    }

    /// <param name="store">The first stored image.</param>
    /// <param name="storeImages">Number of stored images.</param>
    /// <param name="shape">Shape of the stored images.</param>
    /// <param name="indices">Indices of the images to load.</param>
    /// <param name="views">The crop of each image; empty for the center.</param>
    /// <param name="images">Receives the images.</param>
    public void Load(
        byte* store, long storeImages, PixelShape shape, ReadOnlySpan<long> indices, ReadOnlySpan<ImageView> views,
        NativeBuffer images)
    {
        fixed (long* rows = indices)
        fixed (ImageView* crops = views)
        fixed (float* mean = _mean, scale = _scale)
        {
            ImageBatch batch = ImageBatch.FromStore(shape, store, storeImages) with
            {
                N = indices.Length,
                H = input.Height,
                W = input.Width,
                C = channels,
                Indices = rows,
                Views = crops,
                Mean = mean,
                Scale = scale,
            };
            NativeMethods.ImageBatchLoad(context, batch, images.First(indices.Length * _length)).Check();
        }
    }
}
