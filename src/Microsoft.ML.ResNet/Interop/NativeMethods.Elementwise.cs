using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet;

internal static partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_convert")]
    internal static partial NativeStatus Convert(NativeContext context, NativeBuffer x, NativeBuffer y);
}
