using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// One mini-batch of normalized, augmented and mixed images with its targets. Reused for many mini-batches.
/// </summary>
internal sealed unsafe class LoadedBatch
{
    private readonly ImageSubset _set;
    private readonly ImageSize _size;
    private readonly NativeContext _context;
    private readonly ImageLoading _loading;
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
        ImageSubset set, TrainingSettings settings, ChannelNormalization normalization, NativeContext context,
        NativeArena arena, int capacity)
    {
        _set = set;
        _size = settings.InputOf(set.Pixels.Shape.Size);
        _context = context;
        _loading = new ImageLoading(_size, set.Pixels.Channels, normalization, context);
        _views = new ImageView[capacity];
        _mixing = new ImageMixing(settings, _size.Height, _size.Width);
        _share = new float[capacity];
        _boxes = new PixelBox[capacity];
        Targets = BatchTargets.Create(set, settings.ClassCount, capacity, settings.Options.LabelSmoothing);
        Images = arena.Allocate(capacity * ImageLength);
    }

    /// <summary>Loads rows of the pixel store, augmented for an epoch.</summary>
    public void Fill(ReadOnlySpan<long> rows, Augmentation augmentation, int epoch)
    {
        Count = rows.Length;
        for (int i = 0; i < rows.Length; i++)
            _views[i] = augmentation.For(epoch, rows[i]);
        PixelStore pixels = _set.Pixels;
        _loading.Load((byte*)pixels.Pointer, pixels.Count, pixels.Shape, rows, _views.AsSpan(0, Count), Images);
        Mix(rows, epoch);
    }

    // Fills the targets and, if mixing is on, mixes the images.
    private void Mix(ReadOnlySpan<long> rows, int epoch)
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
                _context, Count, _size.Height, _size.Width, _set.Pixels.Channels, share, boxes,
                Images.First(Count * ImageLength)).Check();
        }
    }
}
