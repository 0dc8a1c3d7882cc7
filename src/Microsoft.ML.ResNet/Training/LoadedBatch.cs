namespace Microsoft.ML.ResNet;

/// <summary>One mini-batch's images, normalised and augmented, mixed, with its targets; filled again and again.</summary>
internal sealed unsafe class LoadedBatch
{
    private readonly LabeledImages _set;
    private readonly ChannelNormalization _normalization;
    private readonly long[] _rows;
    private readonly int[] _offsetY, _offsetX;
    private readonly byte[] _flip;
    private readonly ImageMixing _mixing;
    private readonly float[] _share;
    private readonly PixelBox[] _boxes;

    /// <summary>Number of images.</summary>
    public int Count { get; private set; }

    /// <summary>(count, height, width, channels).</summary>
    public NativeBuffer Images { get; }

    public BatchTargets Targets { get; }

    private long ImageLength => (long)_set.Pixels.Height * _set.Pixels.Width * _set.Pixels.Channels;

    public LoadedBatch(
        LabeledImages set, TrainingSettings settings, ChannelNormalization normalization, NativeArena arena, int capacity)
    {
        _set = set;
        _normalization = normalization;
        _rows = new long[capacity];
        _offsetY = new int[capacity];
        _offsetX = new int[capacity];
        _flip = new byte[capacity];
        _mixing = new ImageMixing(settings, set.Pixels.Height, set.Pixels.Width);
        _share = new float[capacity];
        _boxes = new PixelBox[capacity];
        Targets = BatchTargets.Of(set, settings.ClassCount, capacity, settings.LabelSmoothing);
        Images = arena.Allocate(capacity * ImageLength);
    }

    /// <summary>Gathers rows of the store, augmented for an epoch.</summary>
    public void Fill(NativeContext context, ReadOnlySpan<long> rows, Augmentation augmentation, int epoch)
    {
        Count = rows.Length;
        rows.CopyTo(_rows);
        for (int i = 0; i < rows.Length; i++)
        {
            (_offsetY[i], _offsetX[i], bool flip) = augmentation.For(epoch, rows[i]);
            _flip[i] = flip ? (byte)1 : (byte)0;
        }
        Load(context);
        Mix(context, rows, epoch);
    }

    // The targets, and unless every image stays as it is, the images.
    private void Mix(NativeContext context, ReadOnlySpan<long> rows, int epoch)
    {
        Targets.Clear(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            Mixture mixture = _mixing.For(epoch, rows[i]);
            (_share[i], _boxes[i]) = (mixture.Share, mixture.Box);
            Targets.Add(i, rows[i], mixture.OwnPart);
            if (mixture.OwnPart < 1)
                Targets.Add(i, rows[(i + 1) % rows.Length], 1 - mixture.OwnPart);
        }
        if (!_mixing.IsOn)
            return;
        PixelStore pixels = _set.Pixels;
        fixed (float* share = _share)
        fixed (PixelBox* boxes = _boxes)
        {
            NativeMethods.ImageBatchMix(
                context, Count, pixels.Height, pixels.Width, pixels.Channels, share, boxes,
                Images.First(Count * ImageLength)).Check();
        }
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
