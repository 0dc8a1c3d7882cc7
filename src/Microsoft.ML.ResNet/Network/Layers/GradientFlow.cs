using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// The two buffers that hold gradients of activations in the backward pass, each as large as the largest activation.
/// </summary>
/// <remarks>
/// In the forward pass they are unused; the spare one then serves as scratch memory within a block or the stem.
/// </remarks>
internal sealed class GradientFlow(NativeBuffer flow, NativeBuffer spare)
{
    /// <summary>The gradient of a layer's output when its backward pass starts, and of its input when it ends.</summary>
    public NativeBuffer Flow { get; private set; } = flow;

    public NativeBuffer Spare { get; private set; } = spare;

    /// <summary>Called when a layer has written its input's gradient to the spare buffer.</summary>
    public void Swap() => (Flow, Spare) = (Spare, Flow);
}
