using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Converts layouts to the native library's shapes.</summary>
internal static class LayerShapes
{
    public static Conv2dShape Shape(this ConvolutionLayout layout, long n, Arithmetic arithmetic) => new()
    {
        N = n,
        H = layout.Height,
        W = layout.Width,
        C = layout.InChannels,
        K = layout.OutChannels,
        KernelH = layout.Kernel,
        KernelW = layout.Kernel,
        StrideH = layout.Stride,
        StrideW = layout.Stride,
        PadH = layout.Pad,
        PadW = layout.Pad,
        Type = arithmetic.Activations,
        Algorithm = arithmetic.Algorithm,
        Groups = layout.Groups,
    };

    public static PoolShape Shape(this MaxPoolLayout layout, long n) => new()
    {
        N = n,
        H = layout.Height,
        W = layout.Width,
        C = layout.Channels,
        Kernel = MaxPoolLayout.Kernel,
        Stride = MaxPoolLayout.Stride,
        Pad = MaxPoolLayout.Pad,
    };

    public static AveragePoolShape Shape(this AveragePoolLayout layout, long n) => new()
    {
        N = n,
        H = layout.Height,
        W = layout.Width,
        C = layout.Channels,
        Size = layout.Size,
    };

    /// <summary>The shape of a block's zero-padding shortcut.</summary>
    public static ShortcutShape ShortcutShape(this BlockLayout block, long n) => new()
    {
        N = n,
        H = block.First.Height,
        W = block.First.Width,
        InChannels = block.First.InChannels,
        OutChannels = block.Last.OutChannels,
        Stride = block.Stride,
    };
}
