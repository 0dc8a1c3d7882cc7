using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// What the layers of a training network share: the native context, the values they train, and room for activations.
/// </summary>
/// <param name="Context">Computes.</param>
/// <param name="Arena">Where layers get their activations from, once.</param>
/// <param name="Arithmetic">How they compute.</param>
/// <param name="BatchSize">The most images in a mini-batch.</param>
/// <param name="Parameters">All trainable values.</param>
/// <param name="Gradients">The gradient of the loss by every trainable value.</param>
/// <param name="Statistics">All running means and variances.</param>
internal sealed record LayerMemory(
    NativeContext Context, NativeArena Arena, Arithmetic Arithmetic, long BatchSize,
    NativeBuffer Parameters, NativeBuffer Gradients, NativeBuffer Statistics)
{
    /// <summary>
    /// Whether the network stays as it is, because only the gradients of its activations are asked for: batch
    /// normalisation goes by the running statistics, and what the convolutions' weights would learn is not computed.
    /// </summary>
    public bool IsFrozen { get; init; }

    /// <summary>Holds the weights of the convolution that is being computed, in the kernels' order.</summary>
    public SharedScratch PackedWeights { get; } = new(Arena);

    /// <summary>Room for activations of a full mini-batch.</summary>
    /// <param name="length">Values for one image.</param>
    public NativeBuffer Activations(long length) => Arena.Allocate(BatchSize * length, Arithmetic.Activations);
}
