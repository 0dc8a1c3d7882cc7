using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

internal static partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_channel_scale_forward")]
    internal static partial NativeStatus ChannelScaleForward(
        NativeContext context, long n, long pixels, int c, NativeBuffer x, NativeBuffer scale, NativeBuffer residual,
        int relu, NativeBuffer y);

    [LibraryImport(Library, EntryPoint = "rn_channel_scale_backward")]
    internal static partial NativeStatus ChannelScaleBackward(
        NativeContext context, long n, long pixels, int c, NativeBuffer x, NativeBuffer y, NativeBuffer dy,
        NativeBuffer dresidual, NativeBuffer dscale);

    [LibraryImport(Library, EntryPoint = "rn_channel_scale_backward_data")]
    internal static partial NativeStatus ChannelScaleBackwardData(
        NativeContext context, long n, long pixels, int c, NativeBuffer g, NativeBuffer scale, NativeBuffer dmean,
        NativeBuffer dx);

    [LibraryImport(Library, EntryPoint = "rn_sigmoid_forward")]
    internal static partial NativeStatus SigmoidForward(NativeContext context, NativeBuffer x, NativeBuffer y);

    [LibraryImport(Library, EntryPoint = "rn_sigmoid_backward")]
    internal static partial NativeStatus SigmoidBackward(
        NativeContext context, NativeBuffer y, NativeBuffer dy, NativeBuffer dx);
}
