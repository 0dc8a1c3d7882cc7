using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>
/// rn_buffer and rn_const_buffer: elements somewhere in native memory. The default is the empty buffer.
/// </summary>
/// <remarks>Whoever hands one to a native entry keeps the owner of the memory alive during the call.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeBuffer(void* data, long length, ElementType type)
{
    public readonly void* Data = data;
    public readonly long Length = length;
    public readonly ElementType Type = type;

    public long Bytes => Length * Type.Size();

    /// <summary>The elements of a buffer of floats.</summary>
    public Span<float> Span => Type == ElementType.Float32
        ? new(Data, checked((int)Length))
        : throw new InvalidOperationException($"A buffer of {Type} has no floats.");

    public NativeBuffer Slice(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new NativeBuffer((byte*)Data + offset * Type.Size(), length, Type);
    }

    /// <summary>The same memory for elements of another type.</summary>
    public NativeBuffer As(ElementType type) => new(Data, Bytes / type.Size(), type);

    public NativeBuffer Slice(ParameterRange range) => Slice(range.Offset, range.Length);

    public NativeBuffer First(long length) => Slice(0, length);

    /// <summary>The same for a buffer that an entry calls optional: one that is empty stays so.</summary>
    public NativeBuffer FirstOrEmpty(long length) => Length == 0 ? this : First(length);
}
