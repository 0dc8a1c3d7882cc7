namespace Microsoft.ML.ResNet.Interop;

/// <summary>
/// Buffers that live and die together. What is allocated here once is never allocated again in a training step.
/// </summary>
/// <param name="measures">
/// Whether nothing is allocated, but only counted: buffers then have a length and no memory.
/// </param>
internal sealed class NativeArena(bool measures = false) : IDisposable
{
    private readonly List<AlignedBuffer> _buffers = [];
    private long _bytes;

    /// <summary>Native memory that the arena holds.</summary>
    public long Bytes => _bytes;

    public NativeBuffer Allocate(long length, ElementType type = ElementType.Float32) => Own(length, type, clear: true);

    /// <summary>Elements that are written before they are read.</summary>
    public NativeBuffer AllocateUncleared(long length, ElementType type = ElementType.Float32) =>
        Own(length, type, clear: false);

    private unsafe NativeBuffer Own(long length, ElementType type, bool clear)
    {
        if (measures)
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
