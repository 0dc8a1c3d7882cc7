using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>rn_shortcut_shape.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ShortcutShape
{
    public long N;
    public int H, W;
    public int InChannels, OutChannels;
    public int Stride;
}

internal static partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_shortcut_forward")]
    internal static partial NativeStatus ShortcutForward(
        NativeContext context, in ShortcutShape shape, NativeBuffer x, NativeBuffer y);

    [LibraryImport(Library, EntryPoint = "rn_shortcut_backward")]
    internal static partial NativeStatus ShortcutBackward(
        NativeContext context, in ShortcutShape shape, NativeBuffer dy, NativeBuffer dx);
}
