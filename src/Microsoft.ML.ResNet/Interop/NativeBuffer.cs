using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>
/// rn_buffer and rn_const_buffer: a view of elements in native memory. The default is the empty buffer.
/// </summary>
/// <remarks>The caller of a native function keeps the owner of the memory alive during the call.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeBuffer(void* data, long length, ElementType type)
{
    public readonly void* Data = data;
    public readonly long Length = length;
    public readonly ElementType Type = type;

    public long Bytes => Length * Type.Size();

    /// <summary>The elements of a Float32 buffer.</summary>
    public Span<float> Span => Type == ElementType.Float32
        ? new(Data, checked((int)Length))
        : throw new InvalidOperationException($"A buffer of {Type} cannot be read as floats.");

    public NativeBuffer Slice(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new NativeBuffer((byte*)Data + offset * Type.Size(), length, Type);
    }

    /// <summary>The same memory viewed as another element type.</summary>
    public NativeBuffer As(ElementType type) => new(Data, Bytes / type.Size(), type);

    public NativeBuffer Slice(ParameterRange range) => Slice(range.Offset, range.Length);

    public NativeBuffer First(long length) => Slice(0, length);

    /// <summary>As <see cref="First"/>, but an empty (omitted) buffer stays empty.</summary>
    public NativeBuffer FirstOrEmpty(long length) => Length == 0 ? this : First(length);
}

/// <summary>A tensor's range in one of the network's contiguous buffers, in elements.</summary>
internal readonly record struct ParameterRange(long Offset, long Length)
{
    public long End => Offset + Length;
}
