using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Reads one section written by <see cref="CheckpointWriter"/>. Every length is checked before it is used.
/// </summary>
internal sealed class CheckpointReader
{
    private const int LongestText = 64 << 20;

    private static readonly TimeSpan s_longestTime = TimeSpan.FromDays(100_000);

    private readonly Stream _stream;
    private readonly string _name;
    private long _left;

    public CheckpointReader(Stream stream, string name, long offset, long length)
    {
        (_stream, _name, _left) = (stream, name, length);
        stream.Position = offset;
    }

    public int ReadInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        Read(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    public long ReadInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Read(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    public double ReadDouble() => BitConverter.Int64BitsToDouble(ReadInt64());

    public TimeSpan ReadTimeSpan()
    {
        TimeSpan time = new(ReadInt64());
        return time >= TimeSpan.Zero && time <= s_longestTime ? time : throw Damaged($"has a time of {time}");
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadBlock("a text of ", LongestText));

    /// <summary>Reads a block written by <see cref="CheckpointWriter.WriteBlock"/>.</summary>
    public byte[] ReadBlock() => ReadBlock("", int.MaxValue);

    private byte[] ReadBlock(string kind, int longest)
    {
        int length = ReadInt32();
        if (length < 0 || length > Math.Min(longest, _left))
            throw Damaged($"has {kind}{length} bytes, but only {_left} are left");
        var bytes = new byte[length];
        Read(bytes);
        return bytes;
    }

    /// <summary>Fills the span; its length must equal the number of values written.</summary>
    public void ReadFloats(Span<float> values)
    {
        long count = ReadInt64();
        if (count != values.Length)
            throw Damaged($"has {count} values, expected {values.Length}");
        Read(MemoryMarshal.AsBytes(values));
    }

    public void Read(Span<byte> bytes)
    {
        if (bytes.Length > _left)
            throw Damaged("is truncated");
        _stream.ReadExactly(bytes);
        _left -= bytes.Length;
    }

    public void RequireEnd()
    {
        if (_left != 0)
            throw Damaged($"has {_left} extra bytes");
    }

    public InvalidDataException Damaged(string how) => new($"its part '{_name}' {how}");
}
