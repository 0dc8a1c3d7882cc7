using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

internal static partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_add")]
    internal static partial NativeStatus Add(NativeContext context, NativeBuffer a, NativeBuffer b, NativeBuffer y);

    [LibraryImport(Library, EntryPoint = "rn_relu_forward")]
    internal static partial NativeStatus ReluForward(NativeContext context, NativeBuffer x, NativeBuffer y);

    [LibraryImport(Library, EntryPoint = "rn_relu_backward")]
    internal static partial NativeStatus ReluBackward(
        NativeContext context, NativeBuffer y, NativeBuffer dy, NativeBuffer dx);

    [LibraryImport(Library, EntryPoint = "rn_convert")]
    internal static partial NativeStatus Convert(NativeContext context, NativeBuffer x, NativeBuffer y);
}
