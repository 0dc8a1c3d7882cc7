namespace Microsoft.ML.ResNet;

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

    /// <summary>
    /// From the gradient of the pooled values, which is overwritten, to that before the ReLU in front of the pooling: a
    /// pooled 0 is a value that the ReLU cut off.
    /// </summary>
    public void BackwardWithRelu(long n, NativeBuffer dy, NativeBuffer dx)
    {
        NativeBuffer flow = dy.First(n * _layout.OutputLength);
        NativeMethods.ReluBackward(_context, Output.First(flow.Length), flow, flow).Check();
        NativeMethods.MaxPoolBackward(
            _context, _layout.Shape(n), flow, (byte*)_winners.Data,
            n * _layout.OutputLength, dx.First(n * _layout.InputLength)).Check();
    }
}
