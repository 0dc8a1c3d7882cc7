namespace Microsoft.ML.ResNet.Interop;

/// <summary>Buffers with one lifetime. Everything a training step needs is allocated here once, up front.</summary>
/// <param name="measureOnly">
/// Whether to add up the sizes without allocating: buffers then have a length but no memory.
/// </param>
internal sealed class NativeArena(bool measureOnly = false) : IDisposable
{
    private readonly List<AlignedBuffer> _buffers = [];
    private long _bytes;

    /// <summary>Native memory held by the arena.</summary>
    public long Bytes => _bytes;

    public NativeBuffer Allocate(long length, ElementType type = ElementType.Float32) => Own(length, type, clear: true);

    /// <summary>Memory that is not zeroed, for elements that are written before they are read.</summary>
    public NativeBuffer AllocateUncleared(long length, ElementType type = ElementType.Float32) =>
        Own(length, type, clear: false);

    private unsafe NativeBuffer Own(long length, ElementType type, bool clear)
    {
        if (measureOnly)
        {
            NativeBuffer nothing = new(null, length, type);
            _bytes += nothing.Bytes;
            return nothing;
        }
        AlignedBuffer buffer = new(length, type, clear);
        _buffers.Add(buffer);
        _bytes += buffer.Bytes;
        return buffer.All;
    }

    public void Dispose()
    {
        foreach (AlignedBuffer buffer in _buffers)
            buffer.Dispose();
        _buffers.Clear();
        _bytes = 0;
    }
}
