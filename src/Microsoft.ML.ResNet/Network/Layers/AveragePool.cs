using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Average pooling before a projection: x [n, h, w, c] -> y [n, out h, out w, c].</summary>
internal sealed class AveragePool(AveragePoolLayout layout, LayerMemory memory)
{
    public NativeBuffer Output { get; } = memory.Activations(layout.OutputLength);

    public void Forward(long n, NativeBuffer x) => layout.Forward(memory.Context, n, x, Output);

    public void Backward(long n, NativeBuffer dy, NativeBuffer dx) =>
        NativeMethods.AveragePoolBackward(
            memory.Context, layout.Shape(n), dy.First(n * layout.OutputLength), dx.First(n * layout.InputLength))
            .Check();
}
