using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>How shortcuts come to the shape of a block's output without weights, in training and in inference.</summary>
internal static class ShapeChange
{
    /// <summary>Option A: every stride-th pixel, and zeros for the channels that are new.</summary>
    public static void ZeroPad(this BlockLayout block, NativeContext context, long n, NativeBuffer x, NativeBuffer y) =>
        NativeMethods.ShortcutForward(
            context, block.ShortcutShape(n), x.First(n * block.InputLength), y.First(n * block.OutputLength)).Check();

    /// <summary>The means of windows side by side.</summary>
    public static void Forward(
        this AveragePoolLayout pool, NativeContext context, long n, NativeBuffer x, NativeBuffer y) =>
        NativeMethods.AveragePoolForward(
            context, pool.Shape(n), x.First(n * pool.InputLength), y.First(n * pool.OutputLength)).Check();
}
