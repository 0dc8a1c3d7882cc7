using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// Collects images of one shape, in memory up to a budget; beyond it, moves all of them to a temporary file.
/// </summary>
/// <param name="shape">Shape of every image.</param>
/// <param name="memoryBudget">Maximum bytes in memory.</param>
/// <param name="directory">Folder for the temporary file; null for the system's.</param>
/// <param name="expectedCount">Number of images, if known; avoids reallocation.</param>
internal sealed class PixelStoreBuilder(
    PixelShape shape, long memoryBudget, string? directory = null, long? expectedCount = null)
    : IDisposable
{
    // Bytes per write when memory is spilled to the file.
    private const int SpillChunk = 16 << 20;

    private NativeBlock? _memory = new();
    private TemporaryFile? _file;
    private long _length;

    public PixelShape Shape => shape;

    /// <summary>Number of images appended so far.</summary>
    public long Count => _length / shape.Bytes;

    /// <summary>Whether the images exceeded the memory budget.</summary>
    public bool IsOnDisk => _file is not null;

    /// <summary>Appends whole images.</summary>
    public void Append(ReadOnlySpan<byte> images)
    {
        if (images.Length % shape.Bytes != 0)
        {
            throw new ArgumentException(
                $"{images.Length} bytes are not a multiple of the image size of {shape.Bytes} bytes.", nameof(images));
        }
        ObjectDisposedException.ThrowIf(_memory is null && _file is null, this);
        if (_memory is not null && _length + images.Length > memoryBudget)
            Spill();
        if (_file is not null)
        {
            _file.Write(images, _length);
        }
        else
        {
            Reserve(_length + images.Length);
            images.CopyTo(_memory!.Slice(_length, images.Length));
        }
        _length += images.Length;
    }

    /// <summary>Returns the images as a store. The builder cannot be used afterwards.</summary>
    public PixelStore Complete()
    {
        ObjectDisposedException.ThrowIf(_memory is null && _file is null, this);
        if (_file is not null)
        {
            var mapped = new MappedPixelStore(shape, Count, _file);
            _file = null;
            return mapped;
        }
        _memory!.Resize(_length);
        var store = new MemoryPixelStore(shape, Count, _memory);
        _memory = null;
        return store;
    }

    public void Dispose()
    {
        _memory?.Dispose();
        _memory = null;
        _file?.Dispose();
        _file = null;
    }

    private void Reserve(long length)
    {
        if (_memory!.Length >= length)
            return;
        long expected = Math.Min(expectedCount.GetValueOrDefault(), memoryBudget / shape.Bytes) * shape.Bytes;
        long grown = Math.Min(_memory.Length + _memory.Length / 2, memoryBudget);
        _memory.Resize(Math.Max(length, Math.Max(grown, expected)));
    }

    private void Spill()
    {
        _file = new TemporaryFile(directory);
        for (long offset = 0; offset < _length; offset += SpillChunk)
            _file.Write(_memory!.Slice(offset, (int)Math.Min(SpillChunk, _length - offset)), offset);
        _memory!.Dispose();
        _memory = null;
    }
}
