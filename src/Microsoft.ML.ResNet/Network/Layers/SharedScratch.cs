using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Scratch memory that layers share in turn. Each layer reserves the length that it needs at construction; the largest
/// is allocated.
/// </summary>
internal sealed class SharedScratch(NativeArena arena)
{
    private long _length;
    private NativeBuffer _buffer;

    public void Reserve(long length) => _length = Math.Max(_length, length);

    /// <summary>The first elements of the memory, valid until another layer uses it.</summary>
    public NativeBuffer First(long length)
    {
        if (_buffer.Length < _length)
            _buffer = arena.Allocate(_length);
        return _buffer.First(length);
    }
}
