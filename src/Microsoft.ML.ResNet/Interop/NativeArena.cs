namespace Microsoft.ML.ResNet;

/// <summary>
/// Buffers that live and die together. What is allocated here once is never allocated again in a training step.
/// </summary>
internal sealed class NativeArena : IDisposable
{
    private readonly List<AlignedBuffer> _buffers = [];

    /// <summary>Native memory that the arena holds.</summary>
    public long Bytes => _buffers.Sum(buffer => buffer.Bytes);

    public NativeBuffer Allocate(long length, ElementType type = ElementType.Float32) => Own(new(length, type));

    /// <summary>Elements that are written before they are read.</summary>
    public NativeBuffer AllocateUncleared(long length, ElementType type = ElementType.Float32) =>
        Own(new(length, type, clear: false));

    private NativeBuffer Own(AlignedBuffer buffer)
    {
        _buffers.Add(buffer);
        return buffer.All;
    }

    public void Dispose()
    {
        foreach (AlignedBuffer buffer in _buffers)
            buffer.Dispose();
        _buffers.Clear();
    }
}
