namespace Microsoft.ML.ResNet;

/// <summary>One mini-batch's images, normalised and augmented, mixed, with its targets; filled again and again.</summary>
internal sealed unsafe class LoadedBatch
{
    private readonly LabeledImages _set;
    private readonly ImageSize _size;
    private readonly ChannelNormalization _normalization;
    private readonly long[] _rows;
    private readonly ImageView[] _views;
    private readonly ImageMixing _mixing;
    private readonly float[] _share;
    private readonly PixelBox[] _boxes;

    /// <summary>Number of images.</summary>
    public int Count { get; private set; }

    /// <summary>(count, height, width, channels).</summary>
    public NativeBuffer Images { get; }

    public BatchTargets Targets { get; }

    private long ImageLength => (long)_size.Height * _size.Width * _set.Pixels.Channels;

    public LoadedBatch(
        LabeledImages set, TrainingSettings settings, ChannelNormalization normalization, NativeArena arena, int capacity)
    {
        _set = set;
        _size = settings.InputOf(set.Pixels.Shape.Size);
        _normalization = normalization;
        _rows = new long[capacity];
        _views = new ImageView[capacity];
        _mixing = new ImageMixing(settings, _size.Height, _size.Width);
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
            _views[i] = augmentation.For(epoch, rows[i]);
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
        fixed (float* share = _share)
        fixed (PixelBox* boxes = _boxes)
        {
            NativeMethods.ImageBatchMix(
                context, Count, _size.Height, _size.Width, _set.Pixels.Channels, share, boxes,
                Images.First(Count * ImageLength)).Check();
        }
    }

    private void Load(NativeContext context)
    {
        PixelStore pixels = _set.Pixels;
        fixed (long* rows = _rows)
        fixed (ImageView* views = _views)
        fixed (float* mean = _normalization.Mean, scale = _normalization.Scale)
        {
            ImageBatch batch = ImageBatch.Of(pixels.Shape, (void*)pixels.Pointer, pixels.Count) with
            {
                N = Count,
                H = _size.Height,
                W = _size.Width,
                Indices = rows,
                Views = views,
                Mean = mean,
                Scale = scale,
            };
            NativeMethods.ImageBatchLoad(context, batch, Images.First(Count * ImageLength)).Check();
        }
    }
}
