using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>A folded unit with int8 activations and weights.</summary>
internal sealed class Int8Unit : FoldedUnit
{
    private readonly QuantizationScales _scales;
    private readonly NativeBuffer _packed;
    private readonly NativeBuffer _weightScale; // per output channel

    public Int8Unit(
        UnitLayout layout, int index, NativeContext context, Arithmetic arithmetic, QuantizationScales scales,
        NativeArena arena)
        : base(layout, index, context, arithmetic, arena)
    {
        _scales = scales;
        NativeMethods.Conv2dInt8PackedLength(context, Shape(1), out long length).Check();
        _packed = arena.AllocateUncleared(length);
        _weightScale = arena.Allocate(Layout.OutChannels);
    }

    public override void Forward(long n, NativeBuffer x, NativeBuffer residual, bool relu, NativeBuffer y)
    {
        long length = n * Layout.OutputLength;
        NativeMethods.Conv2dInt8Forward(
            Context, Shape(n), x.First(n * Layout.InputLength), _scales, _packed, _weightScale, Bias,
            residual.FirstOrEmpty(length), relu ? 1 : 0, y.First(length)).Check();
    }

    protected override void Pack(NativeBuffer folded) =>
        NativeMethods.Conv2dInt8Pack(Context, Shape(1), folded, _packed, _weightScale).Check();
}
