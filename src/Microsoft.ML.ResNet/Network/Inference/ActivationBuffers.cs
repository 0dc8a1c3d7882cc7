using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// The three buffers that activations of an inference network pass through: what one layer hands to the next, by the
/// number of units that are still to come in a block or a stem.
/// </summary>
internal sealed class ActivationBuffers(InferenceWorkspace workspace)
{
    private readonly NativeBuffer _other = workspace.Third;

    /// <summary>A block's input.</summary>
    public NativeBuffer Current { get; private set; } = workspace.First;

    /// <summary>Where its output goes.</summary>
    public NativeBuffer Next { get; private set; } = workspace.Second;

    /// <summary>The output becomes the input of what follows.</summary>
    public void Advance() => (Current, Next) = (Next, Current);

    /// <summary>
    /// Where to put what so many units are still to turn into the output: every unit reads one buffer and writes
    /// another, and the last one writes <see cref="Next"/>.
    /// </summary>
    public NativeBuffer BufferFor(int units) => units % 2 == 0 ? Next : _other;

    /// <summary>The same, for activations between the units of a block.</summary>
    public NativeBuffer InnerBufferFor(int units) => BufferFor(units).As(workspace.InnerType);
}
