namespace Microsoft.ML.ResNet;

/// <summary>
/// The three buffers that gradients of activations pass through on their way back, each as large as the largest
/// activation.
/// </summary>
/// <remarks>They are idle in the forward pass, so that one can hold the shortcuts' outputs then.</remarks>
internal sealed class GradientFlow(NativeBuffer flow, NativeBuffer first, NativeBuffer second)
{
    /// <summary>The gradient of a layer's output when its backward pass begins, of its input when it ends.</summary>
    public NativeBuffer Flow { get; private set; } = flow;

    public NativeBuffer FirstSpare { get; private set; } = first;

    public NativeBuffer SecondSpare { get; private set; } = second;

    /// <summary>
    /// A layer has left its input's gradient in <paramref name="flow"/>; the other two are free again.
    /// </summary>
    public void Continue(NativeBuffer flow, NativeBuffer first, NativeBuffer second) =>
        (Flow, FirstSpare, SecondSpare) = (flow, first, second);
}
