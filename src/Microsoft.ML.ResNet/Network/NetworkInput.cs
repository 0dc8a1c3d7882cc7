namespace Microsoft.ML.ResNet;

/// <summary>From stored images to what a network reads: (n, height, width, channels), normalised.</summary>
internal sealed unsafe class NetworkInput(NetworkLayout layout, ChannelNormalization normalization)
{
    /// <param name="context">Computes.</param>
    /// <param name="store">The first image.</param>
    /// <param name="storeImages">How many there are.</param>
    /// <param name="shape">Of every one.</param>
    /// <param name="indices">Which of them are loaded.</param>
    /// <param name="views">What is seen of each; empty for the centre.</param>
    /// <param name="images">At least as long as the images that are loaded.</param>
    public void Load(
        NativeContext context, byte* store, long storeImages, PixelShape shape, ReadOnlySpan<long> indices,
        ReadOnlySpan<ImageView> views, NativeBuffer images)
    {
        fixed (long* rows = indices)
        fixed (ImageView* seen = views)
        fixed (float* mean = normalization.Mean, scale = normalization.Scale)
        {
            ImageBatch batch = ImageBatch.Of(shape, store, storeImages) with
            {
                N = indices.Length,
                H = layout.Height,
                W = layout.Width,
                C = layout.Channels,
                Indices = rows,
                Views = seen,
                Mean = mean,
                Scale = scale,
            };
            NativeMethods.ImageBatchLoad(context, batch, images.First(indices.Length * layout.InputLength)).Check();
        }
    }
}
