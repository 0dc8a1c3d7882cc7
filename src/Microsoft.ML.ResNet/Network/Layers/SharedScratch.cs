using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Memory that layers use one after the other: as large as the largest of their needs, which they announce when made.
/// </summary>
internal sealed class SharedScratch(NativeArena arena)
{
    private long _length;
    private NativeBuffer _buffer;

    public void Reserve(long length) => _length = Math.Max(_length, length);

    /// <summary>The memory, until the next layer asks for it.</summary>
    public NativeBuffer First(long length)
    {
        if (_buffer.Length < _length)
            _buffer = arena.Allocate(_length);
        return _buffer.First(length);
    }
}
