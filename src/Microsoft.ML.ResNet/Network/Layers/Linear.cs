using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>A linear layer: x [n, in] -> y [n, out], in single precision.</summary>
internal sealed class Linear(LinearLayout layout, LayerMemory memory)
{
    private readonly NativeBuffer _weights = memory.Parameters.Slice(layout.Weights);
    private readonly NativeBuffer _bias = memory.Parameters.Slice(layout.Bias);
    private readonly NativeBuffer _weightGradient = memory.Gradients.Slice(layout.Weights);
    private readonly NativeBuffer _biasGradient = memory.Gradients.Slice(layout.Bias);

    public void Forward(long n, NativeBuffer x, NativeBuffer y) =>
        NativeMethods.LinearForward(memory.Context, n, layout.In, layout.Out, x, _weights, _bias, y).Check();

    /// <summary>Writes the gradients of the parameters and of x.</summary>
    public void Backward(long n, NativeBuffer x, NativeBuffer dy, NativeBuffer dx) =>
        NativeMethods.LinearBackward(
            memory.Context, n, layout.In, layout.Out, x, _weights, dy, dx, _weightGradient, _biasGradient).Check();
}
