using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// A few images between a cursor and their use: read on the cursor's thread, decoded on all threads, used in row order.
/// Errors are recorded per image instead of thrown, so that the first bad row is reported whichever thread found it.
/// </summary>
internal sealed class ImageChunk : IDisposable
{
    // A chunk with this many encoded bytes counts as full.
    private const long EncodedLimit = 16 << 20;

    private readonly byte[] _pixels;
    private readonly BadImage?[] _bad;
    private readonly string?[] _paths;
    private readonly byte[]?[] _encoded;
    private readonly int[] _encodedLengths;
    private long _encodedBytes;

    public ImageChunk(PixelShape shape, int capacity)
    {
        Shape = shape;
        Capacity = capacity;
        // Pinned, because the native side reads it in place.
        _pixels = GC.AllocateUninitializedArray<byte>(checked(shape.Bytes * capacity), pinned: true);
        _bad = new BadImage?[capacity];
        _paths = new string?[capacity];
        _encoded = new byte[]?[capacity];
        _encodedLengths = new int[capacity];
    }

    public PixelShape Shape { get; }

    public int Capacity { get; }

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity || _encodedBytes >= EncodedLimit;

    /// <summary>Capacity of a chunk whose pixels take about the given number of bytes.</summary>
    public static int CapacityFor(PixelShape shape, int bytes, int maximum) => Math.Clamp(bytes / shape.Bytes, 1, maximum);

    /// <summary>Adds an empty slot and returns its index.</summary>
    public int Add()
    {
        int slot = Count++;
        _bad[slot] = null;
        _paths[slot] = null;
        return slot;
    }

    public void Clear()
    {
        ReturnEncoded();
        Count = 0;
    }

    /// <summary>The image in a slot: [Height][Width][Channels].</summary>
    public Span<byte> Pixels(int slot) => _pixels.AsSpan(slot * Shape.Bytes, Shape.Bytes);

    /// <summary>The images in a range of slots.</summary>
    public ReadOnlySpan<byte> Pixels(int slot, int count) => _pixels.AsSpan(slot * Shape.Bytes, count * Shape.Bytes);

    /// <summary>All images in place. The pixels of bad rows are undefined.</summary>
    public unsafe PixelBuffer Source =>
        new((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pixels)), Count, Shape);

    public BadImage? Bad(int slot) => _bad[slot];

    public void SetBad(int slot, BadImage? bad) => _bad[slot] = bad;

    public string? Path(int slot) => _paths[slot];

    public void SetPath(int slot, string? path) => _paths[slot] = path;

    /// <summary>Stores the content of an image file for <see cref="Decode"/>.</summary>
    public void SetEncoded(int slot, ReadOnlySpan<byte> content)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(content.Length);
        content.CopyTo(copy);
        _encoded[slot] = copy;
        _encodedLengths[slot] = content.Length;
        _encodedBytes += content.Length;
    }

    /// <summary>Decodes the contents that <see cref="SetEncoded"/> stored.</summary>
    public void Decode(EncodedImageDecoder decoder, int threads)
    {
        if (_encodedBytes == 0)
            return;
        if (threads == 1 || Count == 1)
        {
            for (int slot = 0; slot < Count; slot++)
                DecodeSlot(decoder, slot);
        }
        else
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
            Parallel.For(0, Count, options, slot => DecodeSlot(decoder, slot));
        }
        ReturnEncoded();
    }

    public void Dispose() => Clear();

    private void DecodeSlot(EncodedImageDecoder decoder, int slot)
    {
        if (_encoded[slot] is { } content)
            _bad[slot] = decoder.Decode(content.AsSpan(0, _encodedLengths[slot]), Pixels(slot));
    }

    private void ReturnEncoded()
    {
        for (int slot = 0; slot < Count; slot++)
        {
            if (_encoded[slot] is not { } content)
                continue;
            ArrayPool<byte>.Shared.Return(content);
            _encoded[slot] = null;
        }
        _encodedBytes = 0;
    }
}
