using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// y = relu(batch normalization of x): the first layer of a pre-activation block, and the layer before the head of such
/// a network (He et al. 2016, <i>Identity Mappings in Deep Residual Networks</i>, figure 4e).
/// </summary>
internal sealed class Preactivation(BatchNormalizationLayout layout, long pixels, LayerMemory memory)
{
    private readonly BatchNormalization _normalization = new(layout, memory);

    /// <summary>The activations, (n, pixels, channels).</summary>
    public NativeBuffer Output { get; } = memory.Activations(pixels * layout.Channels);

    public void Forward(long n, NativeBuffer x) => _normalization.Forward(n * pixels, x, default, relu: true, Output);

    /// <summary>Computes dx from dy; both may be the same buffer.</summary>
    public void Backward(long n, NativeBuffer x, NativeBuffer dy, NativeBuffer dx) =>
        _normalization.Backward(n * pixels, x, relu: true, y: default, dy, dx, dresidual: default);
}
