using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>The stem's max pooling: x [n, h, w, c] -> y [n, out h, out w, c].</summary>
internal sealed unsafe class MaxPool
{
    private readonly MaxPoolLayout _layout;
    private readonly NativeContext _context;
    private readonly NativeBuffer _winners; // one byte per value of y

    public NativeBuffer Output { get; }

    public MaxPool(MaxPoolLayout layout, LayerMemory memory)
    {
        _layout = layout;
        _context = memory.Context;
        Output = memory.Activations(layout.OutputLength);
        _winners = memory.Arena.Allocate((Output.Length + sizeof(float) - 1) / sizeof(float));
    }

    public void Forward(long n, NativeBuffer x) =>
        NativeMethods.MaxPoolForward(
            _context, _layout.Shape(n), x.First(n * _layout.InputLength), Output.First(n * _layout.OutputLength),
            (byte*)_winners.Data, n * _layout.OutputLength).Check();

    public void Backward(long n, NativeBuffer dy, NativeBuffer dx) =>
        NativeMethods.MaxPoolBackward(
            _context, _layout.Shape(n), dy.First(n * _layout.OutputLength), (byte*)_winners.Data,
            n * _layout.OutputLength, dx.First(n * _layout.InputLength)).Check();
}

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
