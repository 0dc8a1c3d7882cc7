using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>A model's description as a stream: length, payload, SHA-256 of the payload.</summary>
internal static class DescriptionStream
{
    private const int Sha256Bytes = 32;

    public static void Write(Stream stream, byte[] payload)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, payload.Length);
        stream.Write(length);
        stream.Write(payload);
        stream.Write(SHA256.HashData(payload));
    }

    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    /// <exception cref="EndOfStreamException">The stream ends early.</exception>
    public static byte[] Read(Stream stream)
    {
        long rest = stream.Length - stream.Position;
        Span<byte> header = stackalloc byte[sizeof(int)];
        stream.ReadExactly(header);
        int length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length < 0 || length != rest - sizeof(int) - Sha256Bytes)
            throw new InvalidDataException($"The description claims {length} bytes in a stream of {rest}.");
        var payload = new byte[length];
        stream.ReadExactly(payload);
        Span<byte> checksum = stackalloc byte[Sha256Bytes];
        stream.ReadExactly(checksum);
        if (!checksum.SequenceEqual(SHA256.HashData(payload)))
            throw new InvalidDataException("The description does not match its checksum.");
        return payload;
    }
}
