using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>rn_conv2d_shape.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Conv2dShape
{
    public long N;
    public int H, W, C;
    public int K;
    public int KernelH, KernelW;
    public int StrideH, StrideW;
    public int PadH, PadW;
    public ElementType Type;
    public ConvolutionAlgorithm Algorithm;
    public int Groups;
}

/// <summary>RN_ALGORITHM_AUTO and so on.</summary>
internal enum ConvolutionAlgorithm
{
    /// <summary>The fastest algorithm for the shape on this CPU.</summary>
    Auto = 0,
    Direct = 1,
    /// <summary>Only for 3x3 kernels with stride 1 and one group.</summary>
    Winograd = 2,
}

internal enum ConvolutionPass
{
    Forward = 0,
    BackwardData = 1,
}

internal static partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_conv2d_packed_length")]
    internal static partial NativeStatus Conv2dPackedLength(
        NativeContext context, in Conv2dShape shape, ConvolutionPass pass, out long length);

    [LibraryImport(Library, EntryPoint = "rn_conv2d_pack")]
    internal static partial NativeStatus Conv2dPack(
        NativeContext context, in Conv2dShape shape, ConvolutionPass pass, NativeBuffer weights, NativeBuffer packed);

    [LibraryImport(Library, EntryPoint = "rn_conv2d_forward")]
    internal static partial NativeStatus Conv2dForward(
        NativeContext context, in Conv2dShape shape, NativeBuffer x, NativeBuffer packedForward, NativeBuffer bias,
        NativeBuffer residual, int relu, NativeBuffer y);

    [LibraryImport(Library, EntryPoint = "rn_conv2d_backward_data")]
    internal static partial NativeStatus Conv2dBackwardData(
        NativeContext context, in Conv2dShape shape, NativeBuffer dy, NativeBuffer packedBackward, int accumulate,
        NativeBuffer dx);

    [LibraryImport(Library, EntryPoint = "rn_conv2d_backward_weights")]
    internal static partial NativeStatus Conv2dBackwardWeights(
        NativeContext context, in Conv2dShape shape, NativeBuffer x, NativeBuffer dy, NativeBuffer dweights);
}
