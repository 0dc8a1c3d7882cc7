using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>rn_int8_scales.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct QuantizationScales(float Input, int InputZero, float Residual, float Output);

internal static partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_conv2d_int8_packed_length")]
    internal static partial NativeStatus Conv2dInt8PackedLength(
        NativeContext context, in Conv2dShape shape, out long length);

    [LibraryImport(Library, EntryPoint = "rn_conv2d_int8_pack")]
    internal static partial NativeStatus Conv2dInt8Pack(
        NativeContext context, in Conv2dShape shape, NativeBuffer weights, NativeBuffer packed,
        NativeBuffer weightScale);

    [LibraryImport(Library, EntryPoint = "rn_conv2d_int8_forward")]
    internal static partial NativeStatus Conv2dInt8Forward(
        NativeContext context, in Conv2dShape shape, NativeBuffer x, in QuantizationScales scales, NativeBuffer packed,
        NativeBuffer weightScale, NativeBuffer bias, NativeBuffer residual, int relu, NativeBuffer y);
}
