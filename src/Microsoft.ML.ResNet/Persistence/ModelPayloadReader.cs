using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>Reads what <see cref="ModelPayloadWriter"/> wrote; checks every length before it allocates.</summary>
internal sealed class ModelPayloadReader(ReadOnlyMemory<byte> bytes)
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public bool IsAtEnd => _rest.IsEmpty;

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public float ReadSingle() => BitConverter.Int32BitsToSingle(ReadInt32());

    public double ReadDouble() => BitConverter.Int64BitsToDouble(ReadInt64());

    public string ReadString() => Encoding.UTF8.GetString(Take(ReadInt32()));

    public TEnum ReadEnum<TEnum>()
        where TEnum : struct, Enum
    {
        int value = ReadInt32();
        var result = (TEnum)Enum.ToObject(typeof(TEnum), value);
        return Enum.IsDefined(result)
            ? result
            : throw new InvalidDataException($"{typeof(TEnum).Name} has no value {value}.");
    }

    public float[] ReadSingles(int count)
    {
        Require((long)count * sizeof(float));
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = ReadSingle();
        return values;
    }

    public int[] ReadInt32s()
    {
        int count = ReadInt32();
        Require((long)count * sizeof(int));
        var values = new int[count];
        for (int i = 0; i < count; i++)
            values[i] = ReadInt32();
        return values;
    }

    /// <summary>Throws unless at least <paramref name="count"/> bytes remain.</summary>
    public void Require(long count)
    {
        if (count < 0 || count > _rest.Length)
            throw new InvalidDataException($"{count} bytes are claimed but only {_rest.Length} remain.");
    }

    /// <summary>The remaining bytes.</summary>
    public ReadOnlyMemory<byte> ReadRest()
    {
        ReadOnlyMemory<byte> rest = _rest;
        _rest = default;
        return rest;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        Require(count);
        ReadOnlySpan<byte> taken = _rest.Span[..count];
        _rest = _rest[count..];
        return taken;
    }
}
