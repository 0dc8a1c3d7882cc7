using System.Buffers;
using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Features;

/// <summary>
/// Computes features: the stem and the stages up to the last one needed, with batch normalization folded into the
/// convolutions. Thread-safe, like <see cref="InferenceNetwork"/>.
/// </summary>
internal sealed unsafe class FeatureNetwork : IDisposable
{
    private readonly NetworkLayout _layout;
    private readonly NativeContext _context;
    private readonly NativeArena _arena = new();
    private readonly FoldedTrunk _trunk;
    private readonly ImageLoading _loading;
    private readonly WorkspacePool _workspaces;

    /// <param name="model">The network.</param>
    /// <param name="stages">Number of stages to load.</param>
    /// <param name="context">Runs the kernels.</param>
    /// <param name="arithmetic">Precision and algorithm.</param>
    public FeatureNetwork(ResNetModel model, int stages, NativeContext context, Arithmetic arithmetic)
    {
        _layout = model.CreateLayout();
        _context = context;
        _loading = new ImageLoading(_layout, model.Normalization, context);
        _workspaces = new WorkspacePool(_layout, arithmetic);
        try
        {
            _trunk = new FoldedTrunk(_layout, _layout.CountBlocks(stages), context, arithmetic, _arena);
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

    /// <summary>Writes the features of every image, [source.Count][plan.RowLength].</summary>
    public void Compute(PixelBuffer source, FeaturePlan plan, Span<float> rows)
    {
        if (source.Count < 0 || rows.Length != source.Count * plan.RowLength)
        {
            throw new ArgumentException(
                $"{rows.Length} values for {source.Count} images with {plan.RowLength} features.", nameof(rows));
        }
        using WorkspacePool.Rental rental = _workspaces.Rent();
        InferenceWorkspace workspace = rental.Workspace;
        for (long start = 0; start < source.Count; start += workspace.Capacity)
        {
            int n = (int)Math.Min(workspace.Capacity, source.Count - start);
            _loading.Load(
                workspace, (byte*)source.Pixels + start * source.Shape.Bytes, n, source.Shape,
                workspace.Indices.AsSpan(0, n));
            Forward(
                n, workspace, plan,
                rows.Slice(checked((int)(start * plan.RowLength)), checked(n * plan.RowLength)));
        }
    }

    public void Dispose()
    {
        _workspaces.Dispose();
        _arena.Dispose();
    }

    private void Forward(int n, InferenceWorkspace workspace, FeaturePlan plan, Span<float> rows)
    {
        FoldedTrunk.Pass pass = _trunk.Start(n, workspace.Images, workspace);
        foreach ((FeatureShape shape, int offset) in plan.Places.OrderBy(place => place.Shape.Stage))
        {
            int blocks = _layout.CountBlocks(shape.Stage);
            NativeBuffer map = pass.ForwardTo(blocks).First((long)n * shape.MapLength);
            float scale = _trunk.OutputScale(blocks - 1);
            if (shape.IsPooled)
                Pool(n, map, shape, scale, workspace, rows[offset..], plan.RowLength);
            else
                NchwConversion.Transpose(map, n, shape.Pixels, shape.Channels, scale, rows[offset..], plan.RowLength);
        }
        GC.KeepAlive(this); // its finalizer frees the buffers
    }

    private void Pool(
        int n, NativeBuffer map, FeatureShape shape, float scale, InferenceWorkspace workspace, Span<float> rows,
        int rowLength)
    {
        NativeBuffer pooled = workspace.Pooled.First((long)n * shape.Channels);
        NativeMethods.GlobalAveragePoolForward(_context, n, shape.Pixels, shape.Channels, map, pooled).Check();
        for (int i = 0; i < n; i++)
        {
            TensorPrimitives.Multiply(
                pooled.Span.Slice(i * shape.Channels, shape.Channels), scale,
                rows.Slice(i * rowLength, shape.Channels));
        }
    }
}
