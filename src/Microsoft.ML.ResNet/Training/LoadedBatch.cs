namespace Microsoft.ML.ResNet;

/// <summary>One mini-batch's images, normalised and augmented, with its labels; filled again and again.</summary>
internal sealed unsafe class LoadedBatch
{
    private readonly LabeledImages _set;
    private readonly ChannelNormalization _normalization;
    private readonly long[] _rows;
    private readonly int[] _offsetY, _offsetX;
    private readonly byte[] _flip;
    private readonly int[] _labels;

    /// <summary>Number of images.</summary>
    public int Count { get; private set; }

    /// <summary>(count, height, width, channels).</summary>
    public NativeBuffer Images { get; }

    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Count);

    private long ImageLength => (long)_set.Pixels.Height * _set.Pixels.Width * _set.Pixels.Channels;

    public LoadedBatch(LabeledImages set, ChannelNormalization normalization, NativeArena arena, int capacity)
    {
        _set = set;
        _normalization = normalization;
        _rows = new long[capacity];
        _offsetY = new int[capacity];
        _offsetX = new int[capacity];
        _flip = new byte[capacity];
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
            (_offsetY[i], _offsetX[i], bool flip) = augmentation.For(epoch, rows[i]);
            _flip[i] = flip ? (byte)1 : (byte)0;
            _labels[i] = labels[(int)rows[i]];
        }
        Load(context);
    }

    private void Load(NativeContext context)
    {
        PixelStore pixels = _set.Pixels;
        fixed (long* rows = _rows)
        fixed (int* offsetY = _offsetY, offsetX = _offsetX)
        fixed (byte* flip = _flip)
        fixed (float* mean = _normalization.Mean, scale = _normalization.Scale)
        {
            ImageBatch batch = new()
            {
                N = Count,
                H = pixels.Height,
                W = pixels.Width,
                C = pixels.Channels,
                IsFloat = pixels.IsFloat ? 1 : 0,
                Store = (void*)pixels.Pointer,
                StoreImages = pixels.Count,
                Indices = rows,
                OffsetY = offsetY,
                OffsetX = offsetX,
                Flip = flip,
                Mean = mean,
                Scale = scale,
            };
            NativeMethods.ImageBatchLoad(context, batch, Images.First(Count * ImageLength)).Check();
        }
    }
}
