using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Resources shared by the layers of a training network: the native context, parameters and gradients, and memory for
/// activations.
/// </summary>
/// <param name="Context">The native context.</param>
/// <param name="Arena">Allocates the layers' activations, once.</param>
/// <param name="Arithmetic">The number format.</param>
/// <param name="BatchSize">Maximum images in a mini-batch.</param>
/// <param name="Parameters">All trainable values.</param>
/// <param name="Gradients">The gradient of the loss with respect to every trainable value.</param>
/// <param name="Statistics">All running means and variances.</param>
internal sealed record LayerMemory(
    NativeContext Context, NativeArena Arena, Arithmetic Arithmetic, long BatchSize,
    NativeBuffer Parameters, NativeBuffer Gradients, NativeBuffer Statistics)
{
    /// <summary>
    /// Whether the parameters are frozen and only gradients of activations are needed: batch normalisation uses the
    /// running statistics, and gradients of convolution weights are not computed.
    /// </summary>
    public bool IsFrozen { get; init; }

    /// <summary>Scratch memory for the packed weights of the convolution that is being computed.</summary>
    public SharedScratch PackedWeights { get; } = new(Arena);

    /// <summary>Allocates activations for a full mini-batch.</summary>
    /// <param name="length">Number of values per image.</param>
    public NativeBuffer Activations(long length) => Arena.Allocate(BatchSize * length, Arithmetic.Activations);
}
