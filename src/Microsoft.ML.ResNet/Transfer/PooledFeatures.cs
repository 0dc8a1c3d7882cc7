using System.Buffers;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>The means of the last stage's channels, which are the head's input, for stored images.</summary>
internal sealed unsafe class PooledFeatures : IDisposable
{
    private readonly NativeArena _arena = new();
    private readonly NetworkLayout _layout;
    private readonly NativeContext _context;
    private readonly FoldedTrunk _trunk;
    private readonly ImageLoading _loading;
    private readonly InferenceWorkspace _workspace;

    /// <summary>Values of an image.</summary>
    public int Length => _layout.Head.Features;

    /// <param name="model">The network; its size is that of the images it sees.</param>
    /// <param name="context">Computes.</param>
    /// <param name="arithmetic">How it computes.</param>
    public PooledFeatures(ResNetModel model, NativeContext context, Arithmetic arithmetic)
    {
        _layout = model.CreateLayout();
        _context = context;
        _loading = new ImageLoading(_layout, model.Normalization, context);
        try
        {
            _workspace = new InferenceWorkspace(_layout, arithmetic, _arena);
            _trunk = new FoldedTrunk(_layout, _layout.Blocks.Count, context, arithmetic, _arena);
            using MemoryHandle parameters = model.Parameters.Pin(), statistics = model.RunningStatistics.Pin();
            _trunk.Fold(
                new NativeBuffer(parameters.Pointer, model.Parameters.Length, ElementType.Float32),
                new NativeBuffer(statistics.Pointer, model.RunningStatistics.Length, ElementType.Float32));
        }
        catch
        {
            _arena.Dispose();
            throw;
        }
    }

    /// <summary>Computes the features of images in one view.</summary>
    /// <param name="images">The store, and which of its images.</param>
    /// <param name="view">What the network sees of each.</param>
    /// <param name="features">Gets them, [images][<see cref="Length"/>].</param>
    /// <param name="checkAlive">Called before every chunk of images; throws to stop.</param>
    public void Compute(ImageSubset images, ImageView view, Span<float> features, Action checkAlive)
    {
        PixelStore store = images.Pixels;
        ReadOnlySpan<long> rows = images.Rows.Span;
        for (int start = 0; start < rows.Length; start += _workspace.Capacity)
        {
            checkAlive();
            int n = Math.Min(_workspace.Capacity, rows.Length - start), next = start + n;
            store.Prefetch(rows[next..Math.Min(next + _workspace.Capacity, rows.Length)]);
            _loading.Load(_workspace, (byte*)store.Pointer, store.Count, store.Shape, rows.Slice(start, n), view);
            store.Release(n);
            NativeBuffer map = _trunk.Forward(n, _workspace.Images, _workspace);
            NativeBuffer pooled = _workspace.Pooled.First((long)n * Length);
            NativeMethods.GlobalAveragePoolForward(
                _context, n, _layout.Head.Pixels, Length, map.First(n * _layout.Head.InputLength), pooled).Check();
            pooled.Span.CopyTo(features.Slice(start * Length, n * Length));
        }
        GC.KeepAlive(this); // the buffers are freed with it
    }

    public void Dispose() => _arena.Dispose();
}
