using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>The layers of an inference network: from normalized images to logits.</summary>
internal sealed class FoldedNetwork : IDisposable
{
    private readonly NetworkLayout _layout;
    private readonly NativeContext _context;
    private readonly NativeArena _arena = new();
    private readonly FoldedTrunk _trunk;
    private readonly NativeBuffer _headWeights, _headBias;

    public FoldedNetwork(NetworkLayout layout, NativeContext context, Arithmetic arithmetic)
    {
        _layout = layout;
        _context = context;
        try
        {
            _trunk = new FoldedTrunk(layout, layout.Blocks.Count, context, arithmetic, _arena);
            _headWeights = _arena.Allocate(layout.Head.Weights.Length);
            _headBias = _arena.Allocate(layout.Head.Bias.Length);
        }
        catch
        {
            _arena.Dispose();
            throw;
        }
    }

    /// <summary>Copies and folds a network's values. Must not run at the same time as <see cref="Forward"/>.</summary>
    public void Fold(NativeBuffer parameters, NativeBuffer statistics)
    {
        _trunk.Fold(parameters, statistics);
        HeadLayout head = _layout.Head;
        // Average pooling of int8 activations returns the mean of the integers, so the scale goes into the head.
        float pooledScale = _trunk.OutputScale(_layout.Blocks.Count - 1);
        TensorPrimitives.Multiply(parameters.Slice(head.Weights).Span, pooledScale, _headWeights.Span);
        parameters.Slice(head.Bias).Span.CopyTo(_headBias.Span);
    }

    /// <summary>Computes the workspace's logits from its images.</summary>
    /// <param name="n">Number of images.</param>
    /// <param name="workspace">Contains the images and has space for at least n.</param>
    /// <param name="observer">Receives the activations, which must be floats; or null.</param>
    public void Forward(long n, InferenceWorkspace workspace, INetworkObserver? observer = null)
    {
        NativeBuffer x = _trunk.Forward(n, workspace.Images, workspace, observer);
        HeadLayout head = _layout.Head;
        NativeBuffer pooled = workspace.Pooled.First(n * head.Features);
        NativeMethods.GlobalAveragePoolForward(
            _context, n, head.Pixels, head.Features, x.First(n * head.InputLength), pooled).Check();
        NativeMethods.LinearForward(
            _context, n, head.Features, head.Classes, pooled, _headWeights, _headBias,
            workspace.Logits.First(n * head.Classes)).Check();
        GC.KeepAlive(this); // the finalizer frees the buffers
    }

    public void Dispose() => _arena.Dispose();
}
