using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>A tensor to write: its values are asked for when their turn comes.</summary>
internal sealed record SafeTensorsSource(string Name, long[] Shape, Func<float[]> Read)
{
    /// <summary>Whether the file holds them in 16 bits (F16) instead of 32.</summary>
    public bool IsHalf { get; init; }

    public long Bytes => Elements * (IsHalf ? 2 : sizeof(float));

    public long Elements => Shape.Aggregate(1L, (product, size) => product * size);
}

/// <summary>Writes safetensors files of floats.</summary>
internal static class SafeTensorsWriter
{
    /// <summary>The metadata with the SHA-256 of all bytes behind the header, in hexadecimal digits.</summary>
    public const string HashKey = "sha256";

    private const int Alignment = 8; // of the tensors, so that the file can be memory-mapped

    /// <param name="stream">Where the file goes.</param>
    /// <param name="metadata">Free texts; <see cref="HashKey"/> is added.</param>
    /// <param name="tensors">In the order of the file.</param>
    public static void Write(
        Stream stream, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafeTensorsSource> tensors)
    {
        Dictionary<string, string> texts = new(metadata) { [HashKey] = Hash(tensors) };
        byte[] header = Header(texts, tensors);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (SafeTensorsSource tensor in tensors)
            stream.Write(Bytes(tensor));
    }

    private static string Hash(IReadOnlyList<SafeTensorsSource> tensors)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SafeTensorsSource tensor in tensors)
            hash.AppendData(Bytes(tensor));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Little-endian.
    private static ReadOnlySpan<byte> Bytes(SafeTensorsSource tensor)
    {
        float[] values = tensor.Read();
        if (values.Length != tensor.Elements)
            throw new ArgumentException($"'{tensor.Name}' has {values.Length} values.", nameof(tensor));
        if (tensor.IsHalf)
        {
            Half[] halves = new Half[values.Length];
            TensorPrimitives.ConvertToHalf(values, halves);
            if (!BitConverter.IsLittleEndian)
            {
                Span<short> bits = MemoryMarshal.Cast<Half, short>(halves.AsSpan());
                BinaryPrimitives.ReverseEndianness(bits, bits);
            }
            return MemoryMarshal.AsBytes(halves.AsSpan());
        }
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
        return MemoryMarshal.AsBytes(values.AsSpan());
    }

    private static byte[] Header(
        IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafeTensorsSource> tensors)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (SafeTensorsSource tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.IsHalf ? SafeTensorsType.Float16 : SafeTensorsType.Float32);
                WriteSizes(json, "shape", tensor.Shape);
                long end = offset + tensor.Bytes;
                WriteSizes(json, "data_offsets", [offset, end]);
                json.WriteEndObject();
                offset = end;
            }
            json.WriteEndObject();
        }
        while (stream.Length % Alignment != 0)
            stream.WriteByte((byte)' ');
        return stream.ToArray();
    }

    private static void WriteSizes(Utf8JsonWriter json, string name, long[] sizes)
    {
        json.WriteStartArray(name);
        foreach (long size in sizes)
            json.WriteNumberValue(size);
        json.WriteEndArray();
    }
}
