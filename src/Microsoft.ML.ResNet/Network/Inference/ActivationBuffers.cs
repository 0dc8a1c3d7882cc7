using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>The three buffers that hold the activations of an inference network in turn.</summary>
internal sealed class ActivationBuffers(InferenceWorkspace workspace)
{
    private readonly NativeBuffer _other = workspace.Third;

    /// <summary>Input of the current block.</summary>
    public NativeBuffer Current { get; private set; } = workspace.First;

    /// <summary>Output of the current block.</summary>
    public NativeBuffer Next { get; private set; } = workspace.Second;

    /// <summary>The output becomes the input of the next block.</summary>
    public void Advance() => (Current, Next) = (Next, Current);

    /// <summary>
    /// The buffer for activations that <paramref name="units"/> more units turn into the output. Every unit reads one
    /// buffer and writes another; the last one writes <see cref="Next"/>.
    /// </summary>
    public NativeBuffer BufferFor(int units) => units % 2 == 0 ? Next : _other;

    /// <summary>As <see cref="BufferFor"/>, with the element type of activations between the units of a block.</summary>
    public NativeBuffer InnerBufferFor(int units) => BufferFor(units).As(workspace.InnerType);
}
