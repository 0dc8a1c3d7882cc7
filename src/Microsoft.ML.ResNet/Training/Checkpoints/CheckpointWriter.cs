using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Writes values in their memory representation (all supported CPUs are little-endian) and hashes everything written.
/// </summary>
internal sealed class CheckpointWriter(Stream stream) : IDisposable
{
    private const int ChunkFloats = 1 << 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes written so far.</summary>
    public long Position { get; private set; }

    public void Write(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Write(bytes);
    }

    public void Write(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Write(bytes);
    }

    public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    public void Write(TimeSpan value) => Write(value.Ticks);

    /// <summary>The length in bytes, then UTF-8.</summary>
    public void Write(string value) => WriteBlock(Encoding.UTF8.GetBytes(value));

    /// <summary>The length, then the bytes.</summary>
    public void WriteBlock(ReadOnlySpan<byte> bytes)
    {
        Write(bytes.Length);
        Write(bytes);
    }

    /// <summary>The count, then the values.</summary>
    public void Write(ReadOnlySpan<float> values)
    {
        Write((long)values.Length);
        for (; !values.IsEmpty; values = values[Math.Min(ChunkFloats, values.Length)..])
            Write(MemoryMarshal.AsBytes(values[..Math.Min(ChunkFloats, values.Length)]));
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        _hash.AppendData(bytes);
        Position += bytes.Length;
    }

    /// <summary>Appends the SHA-256 of everything written so far.</summary>
    public void WriteChecksum() => stream.Write(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
