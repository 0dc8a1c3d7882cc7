namespace Microsoft.ML.ResNet;

/// <summary>One mini-batch's images, normalised and augmented, with its labels; filled again and again.</summary>
internal sealed unsafe class LoadedBatch
{
    private readonly LabeledImages _set;
    private readonly ImageSize _size;
    private readonly ChannelNormalization _normalization;
    private readonly long[] _rows;
    private readonly ImageView[] _views;
    private readonly int[] _labels;

    /// <summary>Number of images.</summary>
    public int Count { get; private set; }

    /// <summary>(count, height, width, channels).</summary>
    public NativeBuffer Images { get; }

    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Count);

    private long ImageLength => (long)_size.Height * _size.Width * _set.Pixels.Channels;

    public LoadedBatch(
        LabeledImages set, ImageSize size, ChannelNormalization normalization, NativeArena arena, int capacity)
    {
        _set = set;
        _size = size;
        _normalization = normalization;
        _rows = new long[capacity];
        _views = new ImageView[capacity];
        _labels = new int[capacity];
        Images = arena.Allocate(capacity * ImageLength);
    }

    /// <summary>Gathers rows of the store, augmented for an epoch.</summary>
    public void Fill(NativeContext context, ReadOnlySpan<long> rows, Augmentation augmentation, int epoch)
    {
        Count = rows.Length;
        rows.CopyTo(_rows);
        ReadOnlySpan<int> labels = _set.Labels.Span;
        for (int i = 0; i < rows.Length; i++)
        {
            _views[i] = augmentation.For(epoch, rows[i]);
            _labels[i] = labels[(int)rows[i]];
        }
        Load(context);
    }

    private void Load(NativeContext context)
    {
        PixelStore pixels = _set.Pixels;
        fixed (long* rows = _rows)
        fixed (ImageView* views = _views)
        fixed (float* mean = _normalization.Mean, scale = _normalization.Scale)
        {
            ImageBatch batch = new()
            {
                N = Count,
                H = _size.Height,
                W = _size.Width,
                C = pixels.Channels,
                StoreH = pixels.Height,
                StoreW = pixels.Width,
                IsFloat = pixels.IsFloat ? 1 : 0,
                Store = (void*)pixels.Pointer,
                StoreImages = pixels.Count,
                Indices = rows,
                Views = views,
                Mean = mean,
                Scale = scale,
            };
            NativeMethods.ImageBatchLoad(context, batch, Images.First(Count * ImageLength)).Check();
        }
    }
}
