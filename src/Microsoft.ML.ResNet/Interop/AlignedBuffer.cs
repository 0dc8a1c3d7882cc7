using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>
/// Owns a block of native memory, aligned to 64 bytes and zeroed by default; freed by Dispose or the finalizer.
/// </summary>
internal sealed unsafe class AlignedBuffer : CriticalFinalizerObject, IDisposable
{
    private const nuint Alignment = 64;

    private void* _pointer;

    public long Length { get; }

    public ElementType Type { get; }

    public long Bytes => Length * Type.Size();

    /// <param name="length">In elements.</param>
    /// <param name="type">Type of the elements.</param>
    /// <param name="clear">False to skip zeroing, for memory that is written before it is read.</param>
    public AlignedBuffer(long length, ElementType type = ElementType.Float32, bool clear = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        nuint bytes = checked((nuint)length * (nuint)type.Size());
        bool huge = HugePages.IsWorthwhile(bytes);
        _pointer = NativeMemory.AlignedAlloc(Math.Max(bytes, 1), huge ? HugePages.Size : Alignment);
        (Length, Type) = (length, type);
        if (huge)
            HugePages.Advise(_pointer, bytes);
        if (clear)
            NativeMemory.Clear(_pointer, bytes);
        if (length > 0)
            GC.AddMemoryPressure(Bytes);
    }

    ~AlignedBuffer() => Free();

    public void* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer is null, this);
            return _pointer;
        }
    }

    public Span<float> Span => All.Span;

    public NativeBuffer All => new(Pointer, Length, Type);

    public NativeBuffer Slice(ParameterRange range) => All.Slice(range);

    public NativeBuffer First(long length) => All.First(length);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_pointer is null)
            return;
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
        if (Length > 0)
            GC.RemoveMemoryPressure(Bytes);
    }
}
