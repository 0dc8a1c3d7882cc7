using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>
/// Writes the fields of a model's description: little-endian numbers, and strings as a length and UTF-8.
/// </summary>
internal sealed class ModelPayloadWriter
{
    private readonly MemoryStream _bytes = new();

    public void Write(byte value) => _bytes.WriteByte(value);

    public void Write(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    public void Write(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    public void Write(float value) => Write(BitConverter.SingleToInt32Bits(value));

    public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    public void Write(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Write(bytes.Length);
        _bytes.Write(bytes);
    }

    public void Write(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
            Write(value);
    }

    public void Write(IReadOnlyList<int> values)
    {
        Write(values.Count);
        foreach (int value in values)
            Write(value);
    }

    public byte[] ToArray() => _bytes.ToArray();
}
