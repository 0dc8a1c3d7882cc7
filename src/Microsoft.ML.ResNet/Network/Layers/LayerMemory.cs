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
    /// Whether the parameters are frozen and only gradients of activations are needed: batch normalization uses the
    /// running statistics, and gradients of convolution weights are not computed.
    /// </summary>
    public bool IsFrozen { get; init; }

    /// <summary>
    /// Whether batch normalization uses the running statistics and stays unchanged, while the convolutions are trained.
    /// </summary>
    public bool FreezesNormalization { get; init; }

    /// <summary>Scratch memory for the packed weights of the convolution that is being computed.</summary>
    public SharedScratch PackedWeights { get; } = new(Arena);

    /// <summary>Allocates activations for a full mini-batch.</summary>
    /// <param name="length">Number of values per image.</param>
    public NativeBuffer Activations(long length) => Arena.Allocate(BatchSize * length, Arithmetic.Activations);
}

/// <summary>
/// Scratch memory that layers share in turn. Each layer reserves the length that it needs at construction; the largest
/// is allocated.
/// </summary>
internal sealed class SharedScratch(NativeArena arena)
{
    private long _length;
    private NativeBuffer _buffer;

    public void Reserve(long length) => _length = Math.Max(_length, length);

    /// <summary>The first elements of the memory, valid until another layer uses it.</summary>
    public NativeBuffer First(long length)
    {
        if (_buffer.Length < _length)
            _buffer = arena.Allocate(_length);
        return _buffer.First(length);
    }
}

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
