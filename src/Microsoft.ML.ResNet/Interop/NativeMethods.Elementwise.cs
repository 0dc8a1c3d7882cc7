using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet;

internal static partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_relu_backward")]
    internal static partial NativeStatus ReluBackward(
        NativeContext context, NativeBuffer y, NativeBuffer dy, NativeBuffer dx);
}
