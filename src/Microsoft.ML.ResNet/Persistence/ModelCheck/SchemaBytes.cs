using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>Reads the values of a schema from the front of a span.</summary>
internal ref struct SchemaBytes(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Length => _rest.Length;

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public string String() => Encoding.UTF8.GetString(Take(Leb128()));

    public void Skip(long count) => Take(count);

    public SchemaBytes Part(long length) => new(Take(length));

    /// <summary>An integer of seven bits per byte, least significant first; never negative.</summary>
    public long Leb128()
    {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte part = Take(1)[0];
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
        throw new InvalidDataException("a length has too many bytes.");
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length)
            throw new InvalidDataException("it ends early.");
        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
