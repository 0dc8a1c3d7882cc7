using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>A folded unit in single precision or bfloat16.</summary>
internal sealed class FloatUnit : FoldedUnit
{
    private readonly NativeBuffer _packed;

    public FloatUnit(UnitLayout layout, int index, NativeContext context, Arithmetic arithmetic, NativeArena arena)
        : base(layout, index, context, arithmetic, arena)
    {
        NativeMethods.Conv2dPackedLength(context, Shape(1), ConvolutionPass.Forward, out long length).Check();
        _packed = arena.AllocateUncleared(length);
    }

    public override void Forward(long n, NativeBuffer x, NativeBuffer residual, bool relu, NativeBuffer y)
    {
        long length = n * Layout.OutputLength;
        NativeMethods.Conv2dForward(
            Context, Shape(n), x.First(n * Layout.InputLength), _packed, Bias, residual.FirstOrEmpty(length),
            relu ? 1 : 0, y.First(length)).Check();
    }

    protected override void Pack(NativeBuffer folded) =>
        NativeMethods.Conv2dPack(Context, Shape(1), ConvolutionPass.Forward, folded, _packed).Check();
}
