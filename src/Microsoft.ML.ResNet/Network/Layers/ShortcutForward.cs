using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>The parts of shortcuts that training and inference compute in the same way.</summary>
internal static class ShortcutForward
{
    /// <summary>
    /// Computes a shortcut without weights. Returns false for a projection, which the caller computes.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="context">The native context.</param>
    /// <param name="n">Number of images.</param>
    /// <param name="x">The shortcut's input.</param>
    /// <param name="output">Memory for the output of a shortcut that changes the shape.</param>
    /// <param name="residual">The value to add: x itself for the identity, empty for no shortcut.</param>
    public static bool TryForwardShortcut(
        this BlockLayout block, NativeContext context, long n, NativeBuffer x, NativeBuffer output,
        out NativeBuffer residual)
    {
        residual = block.Shortcut switch
        {
            ShortcutKind.None => default,
            ShortcutKind.Identity => x,
            _ => output,
        };
        if (block.Shortcut == ShortcutKind.ZeroPadding)
        {
            NativeMethods.ShortcutForward(
                context, block.ShortcutShape(n), x.First(n * block.InputLength), output.First(n * block.OutputLength))
                .Check();
        }
        return block.Shortcut != ShortcutKind.Projection;
    }

    /// <summary>Average pooling before a projection.</summary>
    public static void Forward(
        this AveragePoolLayout pool, NativeContext context, long n, NativeBuffer x, NativeBuffer y) =>
        NativeMethods.AveragePoolForward(
            context, pool.Shape(n), x.First(n * pool.InputLength), y.First(n * pool.OutputLength)).Check();
}
