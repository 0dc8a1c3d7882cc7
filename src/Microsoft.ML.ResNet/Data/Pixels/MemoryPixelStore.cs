using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Images in unmanaged memory, which may exceed 2 GB and does not burden the garbage collector.</summary>
internal sealed class MemoryPixelStore(PixelShape shape, long count, NativeBlock block) : PixelStore(shape, count)
{
    public override nint Pointer => block.Pointer;

    public override void Dispose() => block.Dispose();
}

/// <summary>
/// A growable block of unmanaged memory. Large blocks grow by remapping pages instead of copying them.
/// </summary>
internal sealed unsafe class NativeBlock : IDisposable
{
    private void* _pointer;

    ~NativeBlock() => NativeMemory.Free(_pointer);

    public nint Pointer => (nint)_pointer;

    public long Length { get; private set; }

    public void Resize(long length)
    {
        _pointer = NativeMemory.Realloc(_pointer, checked((nuint)Math.Max(length, 1)));
        Length = length;
    }

    public Span<byte> Slice(long offset, int length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
            throw new ArgumentOutOfRangeException(nameof(offset));
        return new Span<byte>((byte*)_pointer + offset, length);
    }

    public void Dispose()
    {
        NativeMemory.Free(_pointer);
        _pointer = null;
        Length = 0;
        GC.SuppressFinalize(this);
    }
}
