using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>rn_pool_shape.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PoolShape
{
    public long N;
    public int H, W, C;
    public int Kernel, Stride, Pad;
}

/// <summary>rn_average_pool_shape.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AveragePoolShape
{
    public long N;
    public int H, W, C;
    public int Size;
}

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_average_pool_forward")]
    internal static partial NativeStatus AveragePoolForward(
        NativeContext context, in AveragePoolShape shape, NativeBuffer x, NativeBuffer y);

    [LibraryImport(Library, EntryPoint = "rn_average_pool_backward")]
    internal static partial NativeStatus AveragePoolBackward(
        NativeContext context, in AveragePoolShape shape, NativeBuffer dy, NativeBuffer dx);

    [LibraryImport(Library, EntryPoint = "rn_max_pool_forward")]
    internal static partial NativeStatus MaxPoolForward(
        NativeContext context, in PoolShape shape, NativeBuffer x, NativeBuffer y, byte* argmax, long argmaxLength);

    [LibraryImport(Library, EntryPoint = "rn_max_pool_backward")]
    internal static partial NativeStatus MaxPoolBackward(
        NativeContext context, in PoolShape shape, NativeBuffer dy, byte* argmax, long argmaxLength, NativeBuffer dx);

    [LibraryImport(Library, EntryPoint = "rn_global_average_pool_forward")]
    internal static partial NativeStatus GlobalAveragePoolForward(
        NativeContext context, long n, long pixels, int c, NativeBuffer x, NativeBuffer y);

    [LibraryImport(Library, EntryPoint = "rn_global_average_pool_backward")]
    internal static partial NativeStatus GlobalAveragePoolBackward(
        NativeContext context, long n, long pixels, int c, NativeBuffer dy, NativeBuffer dx);
}
