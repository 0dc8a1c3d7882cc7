using System.Buffers;
using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// A network for inference: batch normalization is folded into the convolutions, weights are packed once. Thread-safe.
/// Any number of images is computed in chunks of bounded memory.
/// </summary>
internal sealed unsafe class InferenceNetwork : IDisposable
{
    private readonly NetworkLayout _layout;
    private readonly NativeContext _context;
    private readonly FoldedNetwork _network;
    private readonly ImageLoading _loading;
    private readonly WorkspacePool _workspaces;

    /// <summary>
    /// Receives all activations, which must be floats; or null. With an observer the network is not thread-safe.
    /// </summary>
    public INetworkObserver? Observer { get; init; }

    /// <summary>
    /// Whether each label has its own probability (sigmoid) instead of all classes summing to 1 (softmax).
    /// </summary>
    public bool IsMultiLabel { get; init; }

    /// <summary>The crops of every image over which <see cref="Predict"/> averages; empty for the center only.</summary>
    public IReadOnlyList<ImageView> Views { get; init; } = [];

    public InferenceNetwork(ResNetModel model, NativeContext context, Arithmetic arithmetic = default)
        : this(model.CreateLayout(), model.Normalization, context, arithmetic)
    {
        Update(model.Parameters, model.RunningStatistics);
    }

    /// <summary>Creates a network without values; call <see cref="Update(NativeBuffer, NativeBuffer)"/> before using it.</summary>
    public InferenceNetwork(
        NetworkLayout layout, ChannelNormalization normalization, NativeContext context, Arithmetic arithmetic)
    {
        _layout = layout;
        _context = context;
        _loading = new ImageLoading(layout, normalization, context);
        _workspaces = new WorkspacePool(layout, arithmetic);
        _network = new FoldedNetwork(layout, context, arithmetic);
    }

    /// <inheritdoc cref="Update(NativeBuffer, NativeBuffer)"/>
    public void Update(ReadOnlyMemory<float> parameters, ReadOnlyMemory<float> statistics)
    {
        using MemoryHandle first = parameters.Pin(), second = statistics.Pin();
        Update(
            new NativeBuffer(first.Pointer, parameters.Length, ElementType.Float32),
            new NativeBuffer(second.Pointer, statistics.Length, ElementType.Float32));
    }

    /// <summary>Copies and folds a network's values. Must not run at the same time as other calls.</summary>
    public void Update(NativeBuffer parameters, NativeBuffer statistics) => _network.Fold(parameters, statistics);

    /// <summary>Writes the class probabilities of every image, [source.Count][classes].</summary>
    public void Predict(PixelBuffer source, Span<float> probabilities)
    {
        if (source.Count < 0 || probabilities.Length != source.Count * _layout.Classes)
        {
            throw new ArgumentException(
                $"There is space for {probabilities.Length} probabilities of {source.Count} images with {_layout.Classes} classes.");
        }
        using WorkspacePool.Rental rental = _workspaces.Rent();
        InferenceWorkspace workspace = rental.Workspace;
        for (long start = 0; start < source.Count; start += workspace.Capacity)
        {
            int n = (int)Math.Min(workspace.Capacity, source.Count - start);
            byte* images = (byte*)source.Pixels + start * source.Shape.Bytes;
            Span<float> chunk = probabilities.Slice(checked((int)(start * _layout.Classes)), n * _layout.Classes);
            if (Views.Count == 0)
            {
                PredictView(workspace, images, n, source.Shape, view: null).CopyTo(chunk);
                continue;
            }
            chunk.Clear();
            foreach (ImageView view in Views)
                TensorPrimitives.Add(chunk, PredictView(workspace, images, n, source.Shape, view), chunk);
            TensorPrimitives.Divide(chunk, Views.Count, chunk);
        }
    }

    // The probabilities of n images for one crop.
    private Span<float> PredictView(InferenceWorkspace workspace, byte* images, int n, PixelShape shape, ImageView? view)
    {
        LoadAndForward(workspace, images, n, shape, workspace.Indices.AsSpan(0, n), view);
        NativeBuffer logits = workspace.Logits.First((long)n * _layout.Classes);
        if (IsMultiLabel)
            NativeMethods.SigmoidForward(_context, logits, logits).Check();
        else
            NativeMethods.Softmax(_context, n, _layout.Classes, logits, logits).Check();
        return logits.Span;
    }

    /// <summary>
    /// Loss and accuracy over a subset, unweighted. Calls <paramref name="checkAlive"/> between chunks, and adds the
    /// logits of every image to <paramref name="ranking"/>.
    /// </summary>
    public BatchLoss Evaluate(ImageSubset set, Action checkAlive, LabelRanking? ranking = null)
    {
        using WorkspacePool.Rental rental = _workspaces.Rent();
        InferenceWorkspace workspace = rental.Workspace;
        BatchTargets targets = BatchTargets.Create(
            set with { Weights = default, LabelWeights = default }, _layout.Classes, workspace.Capacity, smoothing: 0);
        BatchLoss total = default;
        for (int start = 0; start < set.Rows.Length; start += workspace.Capacity)
        {
            checkAlive();
            ReadOnlySpan<long> rows = set.Rows.Span[start..Math.Min(start + workspace.Capacity, set.Rows.Length)];
            targets.Fill(rows);
            int next = start + rows.Length;
            set.Pixels.Prefetch(set.Rows.Span[next..Math.Min(next + workspace.Capacity, set.Rows.Length)]);
            LoadAndForward(workspace, (byte*)set.Pixels.Pointer, set.Pixels.Count, set.Pixels.Shape, rows);
            set.Pixels.Release(rows.Length);
            NativeBuffer logits = workspace.Logits.First((long)rows.Length * _layout.Classes);
            total += targets.Loss(_context, rows.Length, logits, gradient: default);
            for (int i = 0; i < rows.Length; i++)
                ranking?.Add(logits.Span.Slice(i * _layout.Classes, _layout.Classes), set.Labels.GetLabels(rows[i]));
        }
        return total;
    }

    private void LoadAndForward(
        InferenceWorkspace workspace, byte* store, long storeImages, PixelShape shape, ReadOnlySpan<long> indices,
        ImageView? view = null)
    {
        _loading.Load(workspace, store, storeImages, shape, indices, view);
        _network.Forward(indices.Length, workspace, Observer);
    }

    public void Dispose()
    {
        _workspaces.Dispose();
        _network.Dispose();
    }
}
