using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// The two buffers that gradients of activations pass through on their way back, each as large as the largest
/// activation.
/// </summary>
/// <remarks>
/// They are idle in the forward pass: the spare one then holds what is needed within a block, or in the stem, only.
/// </remarks>
internal sealed class GradientFlow(NativeBuffer flow, NativeBuffer spare)
{
    /// <summary>The gradient of a layer's output when its backward pass begins, of its input when it ends.</summary>
    public NativeBuffer Flow { get; private set; } = flow;

    public NativeBuffer Spare { get; private set; } = spare;

    /// <summary>A layer has left its input's gradient in the spare buffer.</summary>
    public void Swap() => (Flow, Spare) = (Spare, Flow);
}
