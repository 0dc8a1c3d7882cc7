using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet;

/// <summary>
/// rn_buffer and rn_const_buffer: floats somewhere in native memory. The default is the empty buffer.
/// </summary>
/// <remarks>Whoever hands one to a native entry keeps the owner of the memory alive during the call.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeBuffer(float* data, long length)
{
    public readonly float* Data = data;
    public readonly long Length = length;

    public Span<float> Span => new(Data, checked((int)Length));

    public NativeBuffer Slice(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new NativeBuffer(Data + offset, length);
    }

    public NativeBuffer Slice(ParameterRange range) => Slice(range.Offset, range.Length);

    public NativeBuffer First(long length) => Slice(0, length);
}
