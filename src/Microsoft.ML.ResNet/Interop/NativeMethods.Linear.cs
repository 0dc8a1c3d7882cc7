using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

internal static partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_linear_forward")]
    internal static partial NativeStatus LinearForward(
        NativeContext context, long n, int @in, int @out, NativeBuffer x, NativeBuffer weights, NativeBuffer bias,
        NativeBuffer y);

    [LibraryImport(Library, EntryPoint = "rn_linear_backward")]
    internal static partial NativeStatus LinearBackward(
        NativeContext context, long n, int @in, int @out, NativeBuffer x, NativeBuffer weights, NativeBuffer dy,
        NativeBuffer dx, NativeBuffer dweights, NativeBuffer dbias);
}
