using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Global average pooling, a linear layer and the loss: x [n, pixels, features] -> loss.
/// </summary>
internal sealed class Head
{
    private readonly HeadLayout _layout;
    private readonly LayerMemory _memory;
    private readonly Linear _linear;
    private readonly bool _needsInputGradient;
    private readonly NativeBuffer _pooled;  // (n, features)
    private readonly NativeBuffer _pooledGradient;
    private readonly NativeBuffer _logits;  // (n, classes), overwritten by their gradient

    /// <param name="layout">Shapes and parameter ranges.</param>
    /// <param name="memory">Shared with the other layers.</param>
    /// <param name="needsInputGradient">False if no earlier layer trains.</param>
    public Head(HeadLayout layout, LayerMemory memory, bool needsInputGradient = true)
    {
        _needsInputGradient = needsInputGradient;
        _layout = layout;
        _memory = memory;
        _linear = new Linear(layout.Linear, memory);
        _pooled = memory.Arena.Allocate(memory.BatchSize * layout.Features);
        _pooledGradient = memory.Arena.Allocate(memory.BatchSize * layout.Features);
        _logits = memory.Arena.Allocate(memory.BatchSize * layout.Classes);
    }

    /// <summary>
    /// Computes the loss and its gradient: that of the mean over the mini-batch, times the mini-batch's share of a step.
    /// </summary>
    public BatchLoss Forward(long n, NativeBuffer x, BatchTargets targets, float share = 1)
    {
        NativeBuffer logits = Logits(n, x);
        BatchLoss loss = targets.Loss(_memory.Context, n, logits, logits);
        if (share != 1)
            TensorPrimitives.Multiply(logits.Span, share, logits.Span);
        return loss;
    }

    /// <summary>
    /// Computes the logits, (n, classes). The caller overwrites them with their gradient before the backward pass.
    /// </summary>
    public NativeBuffer Logits(long n, NativeBuffer x)
    {
        NativeBuffer pooled = _pooled.First(n * _layout.Features), logits = _logits.First(n * _layout.Classes);
        NativeMethods.GlobalAveragePoolForward(
            _memory.Context, n, _layout.Pixels, _layout.Features, x.First(n * _layout.InputLength), pooled).Check();
        _linear.Forward(n, pooled, logits);
        return logits;
    }

    public void Backward(long n, GradientFlow gradients)
    {
        NativeBuffer pooledGradient = _pooledGradient.First(n * _layout.Features);
        _linear.Backward(
            n, _pooled.First(n * _layout.Features), _logits.First(n * _layout.Classes), pooledGradient);
        if (!_needsInputGradient)
            return;
        NativeMethods.GlobalAveragePoolBackward(
            _memory.Context, n, _layout.Pixels, _layout.Features, pooledGradient,
            gradients.Flow.First(n * _layout.InputLength)).Check();
    }
}
